"""Times Captum on one digit of four components: heatmaps a second, on two CPU threads.

    pip install torch captum numpy safetensors
    python bench/captum_throughput.py --weights PYTORCH_LAYOUT_WEIGHTS --json throughput.json

Every component has a target in y_g and one in y_s: eight maps for each method. "As documented" is one
call of `attribute` for each target; "batched" is one call with all eight as the rows of a batch. For
guided backpropagation and deconvolution the network is one with a module for every ReLU (hookable.py).
Without weights the formula weights are used; the time hardly depends on their values.
A figure is the median of several calls after one to warm up, of fewer where they take longer than the
budget (`calls` in the JSON). Run it on a machine with nothing else to do: the load is printed.
"""

import argparse
import json
import os
import statistics
import time
import warnings
from pathlib import Path

import captum
import torch
from captum import attr
from safetensors.torch import load_file

from hookable import HookableGPTNet, One, formula_weights, load

COMPONENTS = 4
GOLDEN = Path(__file__).parent.parent / "tests" / "golden" / "gptnet.safetensors"
THREADS = 2


class Heads(torch.nn.Module):
    """y_g and y_s as the channels of one output, so that one batch holds the targets of both."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, images):
        x = self.network.channel_adj(images)
        v0 = self.network.expand(x, self.network.backbone(x))
        return torch.cat([self.network.cyg(v0), self.network.cys(v0)], 1)


def methods(module, network):
    """For each method, a function of image and target."""
    layer = network.layer("eb1")
    options = {
        "gradient": (attr.Saliency(module), {"abs": False}),
        "guided backprop": (attr.GuidedBackprop(module), {}),
        "deconvolution": (attr.Deconvolution(module), {}),
        "Grad-CAM at eb1": (attr.LayerGradCam(module, layer), {}),
        "gradient x input": (attr.InputXGradient(module), {}),
        "integrated gradients 32": (
            attr.IntegratedGradients(module),
            {"n_steps": 32, "method": "riemann_middle"},
        ),
        "occlusion 3x3": (
            attr.Occlusion(module),
            {"sliding_window_shapes": (1, 3, 3), "strides": 1, "baselines": 0},
        ),
    }
    return {
        name: lambda image, target, m=method, o=named: m.attribute(image, target=target, **o)
        for name, (method, named) in options.items()
    }


def timed(calls, rounds, budget):
    """The median of single calls in seconds, after one to warm up; less rounds if time runs out."""
    start = time.perf_counter()
    calls[0]()
    warm_up = time.perf_counter() - start
    if warm_up > budget:
        return warm_up, 1
    times = []
    for _ in range(rounds):
        for call in calls:
            begun = time.perf_counter()
            call()
            times.append(time.perf_counter() - begun)
            if time.perf_counter() - start > budget:
                return statistics.median(times), len(times)
    return statistics.median(times), len(times)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", help="PyTorch layout, such as `trainer export` writes")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--budget", type=float, default=20, help="seconds for each figure, about")
    parser.add_argument("--json", help="where to write the figures, too")
    arguments = parser.parse_args()
    torch.set_num_threads(THREADS)
    warnings.filterwarnings("ignore", module="captum")

    weights = load_file(arguments.weights) if arguments.weights else formula_weights()
    network = load(HookableGPTNet(), weights).requires_grad_(False)
    image = load_file(GOLDEN)["0.input"].requires_grad_()
    with torch.no_grad():
        _, y_g, y_s = network(image)
    # The sites where the network sees a generator most clearly.
    sites = y_g[0, 1:].amax(0).flatten().topk(COMPONENTS).indices.tolist()
    targets = []
    for row, column in (divmod(site, 28) for site in sites):
        targets.append(("y_g", (y_g[0, :, row, column].argmax().item(), row, column)))
        targets.append(("y_s", (y_s[0, :, row, column].argmax().item(), row, column)))

    apart = {name: methods(One(network, name), network) for name in ["y_g", "y_s"]}
    together = methods(Heads(network), network)
    rows = [(c + (4 if output == "y_s" else 0), i, j) for output, (c, i, j) in targets]
    batch = image.detach().repeat(len(rows), 1, 1, 1).requires_grad_()

    load_before = os.getloadavg()[0]
    print(f"torch {torch.__version__}, Captum {captum.__version__}, {THREADS} threads")
    print(f"load before: {load_before:.1f} on {os.cpu_count()} cores")
    print(f"{'maps a second':24} {'as documented':>14} {'batched':>9}")
    figures = {}
    for method in together:
        calls = [
            lambda output=output, target=target: apart[output][method](image, target)
            for output, target in targets
        ]
        one, one_calls = timed(calls, arguments.rounds, arguments.budget)
        all_, all_calls = timed(
            [lambda: together[method](batch, rows)], arguments.rounds, arguments.budget
        )
        figures[method] = {
            "as_documented": 1 / one,
            "batched": len(rows) / all_,
            "calls": [one_calls, all_calls],
        }
        print(f"{method:24} {1 / one:14.2f} {len(rows) / all_:9.2f}", flush=True)
    if arguments.json:
        about = {"torch": torch.__version__, "captum": captum.__version__, "threads": THREADS}
        about["load_before"] = load_before
        Path(arguments.json).write_text(json.dumps({**about, "maps_per_second": figures}, indent=2))
