"""Writes `tests/golden/training.safetensors`: three training steps by PyTorch to test ours against.

    pip install torch numpy safetensors
    python bench/training_goldens.py PATH_TO_TRAINER

The network starts from the formula weights, with zeros in the taps that only meet padding, and takes three
steps of Adam (the settings below) on the same batch: sample i of 16 is the trainer's of class i % 10 and
seed i. The steps are small: after large ones, rounding decides too much. Everything is in double precision;
the run ends with how far PyTorch's own single precision is from it. The file was made with torch 2.15.0.

- `losses`: 3 steps x (y, y_g, y_s), each before its step.
- `NAME`: of a running statistic after the third step, 24 values, spread evenly over its n elements: the
  floor(k (n - 1) / 23)-th of each; all if there are fewer.
- `NAME.change`: the same of how far the steps have moved a weight, whose elements are those that are not
  such taps. `NAME.exp_avg`, `NAME.exp_avg_sq`: the same of Adam's two moments.
"""

import json
import subprocess
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch.nn import functional as F

from gptnet import GPTNet
from hookable import formula_weights, load

GOLDEN = Path(__file__).parent.parent / "tests" / "golden" / "training.safetensors"
SIZE, STEPS, VALUES = 16, 3, 24
ADAM = {"lr": 1e-5, "betas": (0.9, 0.99), "weight_decay": 1e-5}
EMPTY_WEIGHT, SLOPE, LAMBDAS = 0.01, 0.1, (1.0, 2.0)


def batch(trainer):
    """Images, classes, and the labels of y_g and y_s."""
    images = torch.zeros(SIZE, 1, 28, 28)
    y_g, y_s = torch.zeros(2, SIZE, 28, 28, dtype=torch.long)
    for index in range(SIZE):
        command = [trainer, "sample", "--class", str(index % 10), "--seed", str(index)]
        sample = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        images[index, 0] = torch.tensor(sample["image"])
        for seed in sample["seeds"]:
            y_g[index, seed["y"], seed["x"]] = seed["type"] - 1
            y_s[index, seed["y"], seed["x"]] = seed["orientation"]
    return images, torch.arange(SIZE) % 10, y_g, y_s


def without_dead_taps(weights):
    for name, kernel in weights.items():
        if name.startswith("backbone.layer4.") and kernel.shape[2:] == (3, 3):
            live = [1, 2] if name == "backbone.layer4.0.conv1.weight" else [1]
            for tap in {0, 1, 2} - set(live):
                kernel[:, :, tap] = kernel[:, :, :, tap] = 0
    return weights


def train(images, classes, y_g, y_s, dtype):
    """The losses, and all tensors of the network and of the optimizer after the steps."""
    start = without_dead_taps(formula_weights())
    network = load(GPTNet(), start).to(dtype).train()
    optimizer = torch.optim.Adam(network.parameters(), **ADAM)
    losses = []
    for _ in range(STEPS):
        y, g, s = network(images.to(dtype), SLOPE)
        weights = [torch.tensor([EMPTY_WEIGHT] + [1.0] * (n - 1), dtype=dtype) for n in (4, 8)]
        step = [
            F.cross_entropy(y, classes),
            F.cross_entropy(g, y_g, weights[0]),
            F.cross_entropy(s, y_s, weights[1]),
        ]
        optimizer.zero_grad()
        (step[0] + LAMBDAS[0] * step[1] + LAMBDAS[1] * step[2]).backward()
        optimizer.step()
        losses.append(torch.stack(step).detach())
    tensors = {"losses": torch.stack(losses)}
    for name, buffer in network.named_buffers():
        if not name.endswith("num_batches_tracked"):
            tensors[name] = buffer
    for name, parameter in network.named_parameters():
        tensors[f"{name}.change"] = parameter.detach() - start[name]
        for moment in ["exp_avg", "exp_avg_sq"]:
            tensors[f"{name}.{moment}"] = optimizer.state[parameter][moment]
    return tensors


def some(name, tensor, start):
    if name == "losses":
        return tensor
    for suffix in [".change", ".exp_avg", ".exp_avg_sq"]:
        name = name.removesuffix(suffix)
    live = start[name].flatten().nonzero()
    count = min(len(live), VALUES)
    chosen = [k * (len(live) - 1) // max(count - 1, 1) for k in range(count)]
    return tensor.flatten()[live[chosen, 0]]


if __name__ == "__main__":
    data, start = batch(sys.argv[1]), without_dead_taps(formula_weights())
    golden, single = train(*data, torch.float64), train(*data, torch.float32)
    golden, single = (
        {name: some(name, tensor, start) for name, tensor in tensors.items()}
        for tensors in (golden, single)
    )
    worst = {}
    for name, tensor in golden.items():
        kind = name.rsplit(".", 1)[-1] if "." in name else name
        off = ((tensor - single[name]).abs().max() / tensor.abs().max()).item()
        worst[kind] = max(worst.get(kind, (0, "")), (off, name))
    for kind, (off, name) in worst.items():
        print(f"{kind}: single precision is off by {off:.1e} of the largest value, in {name}")
    save_file({name: tensor.float().contiguous() for name, tensor in golden.items()}, GOLDEN)
    print(f"{GOLDEN.name}: {len(golden)} tensors, {GOLDEN.stat().st_size} bytes")
