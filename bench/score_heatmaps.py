"""Explains the seeds of GPT MNIST samples by Captum, for `trainer score --heatmaps FILE` to score.

    pip install torch captum safetensors
    trainer dataset --out gpt-mnist --samples 100 --seed 1000
    trainer export --weights weights/gptnet-web.safetensors --layout pytorch --output gptnet.safetensors
    python bench/score_heatmaps.py gpt-mnist/gpt-mnist-00001-of-00001.safetensors gptnet.safetensors maps.safetensors
    trainer score --heatmaps maps.safetensors --weights weights/gptnet-web.safetensors

docs/score.md describes the file that this writes, docs/dataset.md the one that it reads.
"""

import sys

import torch
from captum.attr import InputXGradient
from safetensors.torch import load_file, save_file

from gptnet import GPTNet

Y_S = 2  # among the outputs y, y_g, y_s


def explained(network, explainer, data, n):
    """Sample, target and heatmap of each true seed of sample n, as the network reads it there."""
    image = data["images"][n : n + 1].clone().requires_grad_()
    orientations = network(image)[Y_S][0].argmax(0)
    for row, column in data["y_g"][n].nonzero().tolist():
        channel = orientations[row, column].item()
        heatmap = explainer.attribute(image, (channel, row, column))
        sample = [data["classes"][n].item(), data["seed"][n].item()]
        yield sample, [Y_S, channel, row, column], heatmap[0, 0].detach()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    samples_file, weights_file, heatmaps_file = sys.argv[1:]
    network = GPTNet().eval()
    _, unexpected = network.load_state_dict(load_file(weights_file), strict=False)
    assert not unexpected, unexpected
    explainer = InputXGradient(lambda images: network(images)[Y_S])

    data = load_file(samples_file)
    rows = [row for n in range(len(data["seed"])) for row in explained(network, explainer, data, n)]
    samples, targets, heatmaps = zip(*rows)
    tensors = {
        "sample": torch.tensor(samples),
        "target": torch.tensor(targets),
        "heatmap": torch.stack(heatmaps),
    }
    save_file(tensors, heatmaps_file)
    print(f"wrote {len(rows)} heatmaps of {len(data['seed'])} samples into {heatmaps_file}")
