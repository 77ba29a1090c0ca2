"""Times growth on a large lattice in NumPy, every step as arithmetic on the whole lattice.

    pip install numpy
    python bench/growth.py
    cargo bench -p shared --bench growth

Both grow the textbook's seventh and ninth example (Grenander 1993, section 4.2.2), strokes and areas, from the
same three seeds, and both print a hash of the configuration with `--json`.
"""

import argparse

import numpy as np

from figures import say, times

SIDE, ARITY = 256, 4
# Rows down and columns right to the neighbour that acts from each direction.
SOURCES = [(1, 0), (0, 1), (-1, 0), (0, -1)]
# What each bond of each type places, row by row.
EXAMPLES = {
    "": ["0000", "3047", "0005", "0600", "0300", "0004", "7070"],
    ", areas": ["0000", "3030", "4040", "3535", "5050"],
}
SEEDS = [(40, 40), (61, 50), (50, 72)]  # column and row; type 2 in its first orientation
STEPS = 200
EMPTY, SEED = 1, ARITY + 1


def placed(rows):
    """For each direction, what a cell of each code makes grow there; 0 is nothing, and no code is 0."""
    tables = np.zeros((ARITY, ARITY * len(rows) + 1), np.uint8)
    for kind, bonds in enumerate(rows):
        for orientation in range(ARITY):
            for direction in range(ARITY):
                # The bond opposite to the direction from which it acts, turned with the cell.
                bond = int(bonds[(direction + ARITY // 2 - orientation) % ARITY])
                if bond > 0:
                    code = ARITY * kind + orientation + 1
                    tables[direction, code] = ARITY * (bond - 1) + direction + 1
    return tables


def grow(tables):
    codes = np.full((SIDE, SIDE), EMPTY, np.uint8)
    for x, y in SEEDS:
        codes[y, x] = SEED
    for _ in range(STEPS):
        acting = np.zeros((SIDE, SIDE), np.uint8)
        grown = np.zeros((SIDE, SIDE), np.uint8)
        for table, (rows, columns) in zip(tables, SOURCES):
            here = np.roll(table[codes], (-rows, -columns), (0, 1))
            acting += here > 0
            grown += here
        # Exactly one acting bond places its generator, on an empty site.
        np.copyto(codes, grown, where=(acting == 1) & (codes <= ARITY))
    return codes


def fnv(codes):
    """FNV-1a of the codes."""
    found = 0xCBF29CE484222325
    for code in codes.ravel().tolist():
        found = (found ^ code) * 0x100000001B3 % 2**64
    return f"{found:016x}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    for named, rows in EXAMPLES.items():
        tables = placed(rows)
        found = [1e3 * seconds for seconds in times(lambda: grow(tables), 20, budget=20)]
        what, by = f"growth, {SIDE} x {SIDE}, {STEPS} steps{named}", f"NumPy {np.__version__}"
        say(args.json, what, by, "ms", found, answer=fnv(grow(tables)))
