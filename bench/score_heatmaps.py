"""Explains the seeds of GPT MNIST samples by Captum, for `trainer score --heatmaps FILE` to score.

    pip install torch captum numpy safetensors
    trainer export --weights weights/gptnet-web.safetensors --layout pytorch --output gptnet.safetensors
    python bench/score_heatmaps.py SAMPLES gptnet.safetensors HEATMAPS
"""

import sys

import torch
from captum.attr import InputXGradient
from safetensors.torch import load_file, save_file

from gptnet import GPTNet

# The tensors of the samples' file; images and y_g are N x 28 x 28 (or N x 1 x 28 x 28), the others N.
IMAGES, CLASSES, SEEDS, Y_G = "images", "classes", "seed", "y_g"
Y_S = 2  # among the outputs y, y_g, y_s

if __name__ == "__main__":
    samples_file, weights_file, heatmaps_file = sys.argv[1:]
    network = GPTNet()
    network.load_state_dict(load_file(weights_file), strict=False)
    network.eval()
    explainer = InputXGradient(lambda images: network(images)[Y_S])

    file = load_file(samples_file)
    samples, targets, heatmaps = [], [], []
    for n, image in enumerate(file[IMAGES].reshape(-1, 1, 1, 28, 28)):
        image.requires_grad_()
        orientations = network(image)[Y_S][0].argmax(0)
        for row, column in file[Y_G][n].reshape(28, 28).nonzero().tolist():  # the true seeds
            channel = orientations[row, column].item()  # as the network reads it
            heatmap = explainer.attribute(image, (channel, row, column))
            samples.append([file[CLASSES][n].item(), file[SEEDS][n].item()])
            targets.append([Y_S, channel, row, column])
            heatmaps.append(heatmap[0, 0].detach())
    tensors = {"sample": torch.tensor(samples), "target": torch.tensor(targets)}
    save_file({**tensors, "heatmap": torch.stack(heatmaps)}, heatmaps_file)
