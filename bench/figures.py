"""How every benchmark says what it found: a line of text, or one of JSON, which `cargo xtask bench` reads."""

import json
import time


def say(as_json, what, by, unit, values, **more):
    """The middle of some values, and the two that a tenth of them lie below and above."""
    values = sorted(values)
    value, low, high = (values[(len(values) - 1) * tenth // 10] for tenth in (5, 1, 9))
    if as_json:
        figure = {"what": what, "by": by, "value": value, "unit": unit, "spread": [low, high]}
        print(json.dumps({**figure, **more}), flush=True)
    else:
        print(f"{what:48} {by:44} {value:10.3f} {unit:6} ({low:.3f} to {high:.3f})", flush=True)


def times(work, repeats, budget=float("inf")):
    """Seconds for each time that `work` is done, after one to warm up; fewer where the budget runs out."""
    start = time.perf_counter()
    work()
    found = [time.perf_counter() - start] if time.perf_counter() - start > budget else []
    while len(found) < repeats and time.perf_counter() - start < budget:
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return found
