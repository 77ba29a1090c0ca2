"""Digits in styles that the network of handwriting never saw, as IDX files for `trainer evaluate`.

    python bench/unseen_styles.py OUT

writes OUT/pen-{images-idx3,labels-idx1}-ubyte, 100 drawings by three scripted pens, and
OUT/uci-{images-idx3,labels-idx1}-ubyte, the first 300 of scikit-learn's `load_digits` (8 x 8 pixels),
enlarged to 20 x 20. Needs numpy and scikit-learn. The drawings are the same for the seed below.
"""

import struct
import sys
from pathlib import Path

import numpy as np

SIZE = 28
SEED = 20261126

# Skeletons in a box of width 1 and height 1, y downwards: lists of points, or ("arc", centre x, y, radii,
# first and last angle in degrees, clockwise from the right).
SKELETONS = {
    0: [[("arc", 0.5, 0.5, 0.42, 0.5, -90, 270)]],
    1: [[(0.3, 0.2), (0.55, 0.0), (0.55, 1.0)]],
    2: [[("arc", 0.5, 0.27, 0.4, 0.27, 190, 400), (0.05, 1.0), (0.95, 1.0)]],
    3: [[("arc", 0.42, 0.25, 0.42, 0.25, 200, 440), ("arc", 0.42, 0.74, 0.48, 0.26, -80, 160)]],
    4: [[(0.6, 0.0), (0.05, 0.65), (0.95, 0.65)], [(0.7, 0.35), (0.7, 1.0)]],
    5: [[(0.9, 0.0), (0.2, 0.0), (0.15, 0.45), ("arc", 0.45, 0.68, 0.45, 0.3, -120, 150)]],
    6: [[(0.75, 0.0), (0.25, 0.4), ("arc", 0.48, 0.7, 0.4, 0.3, 190, 540)]],
    7: [[(0.05, 0.0), (0.95, 0.0), (0.35, 1.0)]],
    8: [[("arc", 0.5, 0.25, 0.36, 0.25, 90, 450), ("arc", 0.5, 0.75, 0.44, 0.25, -90, 270)]],
    9: [[("arc", 0.5, 0.3, 0.4, 0.3, 0, 360), (0.88, 0.35), (0.7, 1.0)]],
}


def points(part):
    """A line of a skeleton as points."""
    line = []
    for piece in part:
        if piece[0] == "arc":
            _, x, y, rx, ry, first, last = piece
            angles = np.radians(np.linspace(first, last, 24))
            line += [(x + rx * np.cos(a), y + ry * np.sin(a)) for a in angles]
        else:
            line.append(piece)
    return np.array(line)


def ink(lines, pen):
    """The share of each pixel under the pen, from 4 x 4 samples. `pen(directions)` gives half the width."""
    step = (np.arange(4 * SIZE) + 0.5) / 4 - 0.5
    x, y = np.meshgrid(step, step)
    covered = np.zeros_like(x, dtype=bool)
    for line in lines:
        for (x0, y0), (x1, y1) in zip(line[:-1], line[1:]):
            dx, dy = x1 - x0, y1 - y0
            length = max(dx * dx + dy * dy, 1e-9)
            t = np.clip(((x - x0) * dx + (y - y0) * dy) / length, 0, 1)
            covered |= np.hypot(x - x0 - t * dx, y - y0 - t * dy) <= pen(np.arctan2(dy, dx))
    return covered.reshape(SIZE, 4, SIZE, 4).mean((1, 3))


def fine(rng):
    """A fine liner: thin, upright, a little shaky."""
    return dict(width=12, slant=0.0, shake=0.35, pen=lambda direction: 0.75)


def marker(rng):
    """A broad marker, leaning to the left."""
    return dict(width=15, slant=0.3, shake=0.2, pen=lambda direction: 1.9)


def nib(rng):
    """A broad nib held at 45 degrees: thin one way, thick the other; leaning to the right."""
    return dict(width=13, slant=-0.25, shake=0.1,
                pen=lambda direction: 0.7 + 1.2 * abs(np.sin(direction + np.pi / 4)))


STYLES = [fine, marker, nib]


def drawing(digit, style, rng):
    """One digit, 18 to 20 pixels high, its ink's centre of mass in the middle."""
    s = style(rng)
    height = rng.uniform(17, 20)
    lines = []
    for part in SKELETONS[digit]:
        line = points(part) * [s["width"] * rng.uniform(0.9, 1.1), height]
        line[:, 0] += s["slant"] * (line[:, 1] - height / 2)
        lines.append(line + rng.normal(0, s["shake"], line.shape))
    everything = np.concatenate(lines)
    offset = (SIZE - 1) / 2 - (everything.min(0) + everything.max(0)) / 2
    image = ink([line + offset for line in lines], s["pen"])
    rows, columns = np.indices(image.shape)
    centre = np.array([(columns * image).sum(), (rows * image).sum()]) / image.sum()
    return ink([line + offset + (SIZE - 1) / 2 - centre for line in lines], s["pen"])


def enlarged(image):
    """8 x 8 values as 20 x 20 pixels in the middle of 28 x 28, linearly between the values."""
    place = np.clip((np.arange(20) + 0.5) * 8 / 20 - 0.5, 0, 7)
    low = np.minimum(place.astype(int), 6)
    part = place - low
    weights = np.zeros((20, 8))
    weights[np.arange(20), low] = 1 - part
    weights[np.arange(20), low + 1] += part
    return np.pad(weights @ image @ weights.T, 4)


def write(folder, name, images, labels):
    pixels = np.rint(255 * np.clip(np.array(images), 0, 1)).astype(np.uint8)
    header = struct.pack(">4I", 0x803, len(pixels), SIZE, SIZE)
    (folder / f"{name}-images-idx3-ubyte").write_bytes(header + pixels.tobytes())
    header = struct.pack(">2I", 0x801, len(labels))
    (folder / f"{name}-labels-idx1-ubyte").write_bytes(header + bytes(labels))


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(SEED)
    digits = [index % 10 for index in range(100)]
    drawings = [drawing(d, STYLES[index % 3], rng) for index, d in enumerate(digits)]
    write(folder, "pen", drawings, digits)

    from sklearn.datasets import load_digits

    data = load_digits()
    write(folder, "uci", [enlarged(i / 16) for i in data.images[:300]], data.target[:300].tolist())


if __name__ == "__main__":
    main()
