"""Takes the numbers and curves that the page of evaluations shows beside its own from the CSV of a report.

    cargo run -p trainer -- figures --weights weights/gptnet-web.safetensors --out runs/report \\
        --samples 1000 --expensive 100 --seed 100
    python bench/reference.py runs/report/figures > web/reference.json
"""

import csv
import json
import sys
from pathlib import Path

SEED, SAMPLES = 100, 1000
# Digits of classes 0 and 1 have one component, and nothing to compare.
COMPARED = round(0.8 * SAMPLES)
# The measure, its file, and the column of its mean.
MEASURES = {
    "gain-type": ("localization-y-g", "gain"),
    "gain-orientation": ("localization-y-s", "gain"),
    "removal-class": ("interventions-y", "rho, regrown without it"),
    "removal-type": ("interventions-y-g", "rho, regrown without it"),
    "removal-orientation": ("interventions-y-s", "rho, regrown without it"),
}
# What the page evaluates, by the report's titles: methods by their names on the command line, and all baselines.
METHODS = {
    "Guided backpropagation": "guided-backprop",
    "Deconvolution": "deconvolution",
    "Gradient": "gradient",
    "Gradient x input": "gradient-x-input",
    "LRP z+": "lrp-z-plus",
    "Grad-CAM at channel-adj": "grad-cam@channel-adj",
    "HiResCAM at eb0": "hires-cam@eb0",
}
# What pixels are flipped by beside the methods.
ORDERS = ("gaussian-x-input", "random-over-ink")
# The curves, by their names on the page, and their files.
CURVES = {
    "aopc-published-y": "aopc-published",
    **{f"aopc-{output.replace('-', '_')}": f"aopc-morf-{output}" for output in ("y", "y-g", "y-s")},
    **{
        f"randomization-{form}{output.replace('-', '_')}": f"randomization-{name}-{output}-absolute-rho"
        for output in ("y", "y-g", "y-s")
        for form, name in (("published-", "published"), ("", "standard"))
    },
}


def name(title):
    baseline = title.removesuffix(" (baseline)")
    return METHODS.get(title) if baseline == title else baseline.lower().replace(" ", "-")


scores = []
for measure, (file, column) in MEASURES.items():
    with open(Path(sys.argv[1]) / f"{file}.csv", newline="") as rows:
        for row in csv.DictReader(rows):
            explainer = name(row["explainer"])
            if explainer is None:
                continue
            cells = [row[column + part] for part in ("", " low", " high")]
            mean, low, high = (round(float(cell), 4) for cell in cells)
            estimate = {"n": COMPARED, "mean": mean, "low": low, "high": high}
            scores.append({"measure": measure, "explainer": explainer, "estimate": estimate})
curves = []
for family, file in CURVES.items():
    places, lines = {}, {}
    with open(Path(sys.argv[1]) / f"{file}.csv", newline="") as rows:
        for row in csv.DictReader(rows):
            explainer = name(row["series"])
            # A line to compare with has no place.
            if not row["x"]:
                continue
            place = int(row["x"])
            if row["category"]:
                # As the page says what is random.
                places[place] = "none" if row["category"] == "trained" else row["category"]
            if explainer in (*METHODS.values(), *ORDERS) and row["mean"]:
                lines.setdefault(explainer, []).append([place, round(float(row["mean"]), 3)])
    curves.append(
        {
            "family": family,
            "places": [places[place] for place in sorted(places)],
            "lines": [{"explainer": key, "points": points} for key, points in lines.items()],
        }
    )


def listed(items):
    return ",\n".join(f"    {json.dumps(item)}" for item in items)


print(f'{{\n  "seed": {SEED},\n  "scores": [\n{listed(scores)}\n  ],\n  "curves": [\n{listed(curves)}\n  ]\n}}')
