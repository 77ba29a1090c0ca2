"""How every benchmark says what it found: a line of text, or one of JSON, which `cargo xtask bench` reads."""

import json
import time


def say(as_json, what, by, unit, values, **more):
    """The middle of some values, and the two that a tenth of them lie below and above."""
    values = sorted(values)
    value, low, high = (values[((len(values) - 1) * tenth + 5) // 10] for tenth in (5, 1, 9))
    if as_json:
        figure = {"what": what, "by": by, "value": value, "unit": unit, "spread": [low, high]}
        print(json.dumps({**figure, **more}), flush=True)
    else:
        print(f"{what:48} {by:44} {value:10.3f} {unit:6} ({low:.3f} to {high:.3f})", flush=True)


def times(work, repeats, budget):
    """Seconds for each time that `work` is done, after one to warm up: so often, or for so many seconds."""
    work()
    begin, found = time.perf_counter(), []
    while not found or (len(found) < repeats and time.perf_counter() - begin < budget):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return found
