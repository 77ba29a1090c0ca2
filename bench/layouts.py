"""What the web layout (16-bit integers) changes: Spearman's rank correlation of heatmaps with those of f32.

    pip install numpy scipy
    python bench/layouts.py TRAINER F32_WEIGHTS WEB_WEIGHTS
"""

import json
import subprocess
import sys

import numpy as np
from scipy.stats import spearmanr

METHODS = "guided-backprop,deconvolution,grad-cam,gradient"


def explain(program, weights, digit, output):
    command = [program, "explain", "--weights", weights, "--class", str(digit), "--seed", "7"]
    command += ["--output", output, "--method", METHODS, "--layer", "l1"]
    answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(answer)["explanations"]


if __name__ == "__main__":
    program, f32, web = sys.argv[1:]
    correlations = {}
    for digit in range(10):
        for output in ["y", "y_g", "y_s"]:
            pairs = zip(explain(program, f32, digit, output), explain(program, web, digit, output))
            for a, b in pairs:
                assert (a["target"], a["method"]) == (b["target"], b["method"])
                maps = np.ravel(a["heatmap"]), np.ravel(b["heatmap"])
                if np.any(maps[0]):
                    correlations.setdefault(a["method"], []).append(spearmanr(*maps)[0])
    for method, values in correlations.items():
        print(f"{method:16} {len(values)} maps, mean {np.mean(values):.6f}, least {min(values):.6f}")
