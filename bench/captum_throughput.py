"""Times Captum on one digit of four components, on two CPU threads: heatmaps a second, and whole digits.

    pip install torch captum numpy safetensors
    python bench/captum_throughput.py --weights PYTORCH_LAYOUT_WEIGHTS [--json]

Every component has a target in y_g and one in y_s: eight maps for each method. "As documented" is one
call of `attribute` for each target; "batched" is one call with all eight as the rows of a batch. For
guided backpropagation and deconvolution the network is one with a module for every ReLU (hookable.py).
Without weights the formula weights are used; the time hardly depends on their values. What takes longer than
the budget is done less often. Beside it: `cargo bench -p shared --features network --bench evaluation`.
"""

import argparse
import warnings
from pathlib import Path

import captum
import torch
from captum import attr
from safetensors.torch import load_file

from figures import say, times
from hookable import HookableGPTNet, One, formula_weights, load

COMPONENTS = 4
GOLDEN = Path(__file__).parent.parent / "tests" / "golden" / "gptnet.safetensors"
THREADS = 2
# The methods of the row of whole digits, and those whose maps are scored in the evaluation.
DIGIT = ["guided-backprop", "deconvolution", "grad-cam@eb1"]
SCORED = [*DIGIT, "gradient"]


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
        "guided-backprop": (attr.GuidedBackprop(module), {}),
        "deconvolution": (attr.Deconvolution(module), {}),
        "grad-cam@eb1": (attr.LayerGradCam(module, layer), {}),
        "gradient-x-input": (attr.InputXGradient(module), {}),
        "integrated-gradients": (
            attr.IntegratedGradients(module),
            {"n_steps": 32, "method": "riemann_middle"},
        ),
        "occlusion": (
            attr.Occlusion(module),
            {"sliding_window_shapes": (1, 3, 3), "strides": 1, "baselines": 0},
        ),
    }
    return {
        name: lambda image, target, m=method, o=named: m.attribute(image, target=target, **o)
        for name, (method, named) in options.items()
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", help="PyTorch layout, such as `trainer export` writes")
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--budget", type=float, default=20, help="seconds for each figure, about")
    parser.add_argument("--json", action="store_true")
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

    def as_documented(method):
        for output, target in targets:
            apart[output][method](image, target)

    def batched(method):
        together[method](batch, rows)

    for way, explain in {"as documented": as_documented, "batched": batched}.items():
        by = f"Captum {captum.__version__} {way}"

        def found(methods):
            work = lambda: [explain(method) for method in methods]
            return times(work, arguments.repeats, arguments.budget)

        def say_rate(what, methods):
            rates = [len(methods) * len(rows) / seconds for seconds in found(methods)]
            say(arguments.json, f"{what}, two threads", by, "maps/s", rates)

        digit = [1e3 * seconds for seconds in found(DIGIT)]
        say(arguments.json, "all components of a digit, two threads", by, "ms", digit)
        say_rate("evaluation suite", SCORED)
        for method in together:
            say_rate(method, [method])
