"""GPTNet with a module of its own for every ReLU, sum and concatenation.

Captum and Zennit change the backward pass by hooks on modules. `gptnet.GPTNet` calls `F.relu`, which no
hook sees: guided backpropagation by such a library is then silently the plain gradient. The state dict
is the same.
"""

import numpy as np
import torch
from torch import nn

LAYERS = ["channel_adj", "stem", "layer1", "layer2", "layer3", "layer4", "eb2", "eb1", "eb0"]


class Sum(nn.Module):
    """Adds two tensors that are stacked along a new last dimension, so that a hook sees both."""

    def forward(self, branches):
        return branches.sum(-1)


class Cat(nn.Module):
    def forward(self, first, second):
        return torch.cat([first, second], 1)


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if inputs != outputs:
            shortcut = nn.Conv2d(inputs, outputs, 1, stride, bias=False)
            self.downsample = nn.Sequential(shortcut, nn.BatchNorm2d(outputs))
        self.sum = Sum()
        self.relu2 = nn.ReLU()

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu1(self.bn1(self.conv1(x)))))
        shortcut = x if self.downsample is None else self.downsample(x)
        return self.relu2(self.sum(torch.stack([y, shortcut], -1)))


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU()
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        inputs = 64
        for stage, (blocks, channels) in enumerate(zip([3, 4, 6, 3], [64, 128, 256, 512]), 1):
            layers = []
            for block in range(blocks):
                layers.append(BasicBlock(inputs, channels, 2 if stage > 1 and block == 0 else 1))
                inputs = channels
            setattr(self, f"layer{stage}", nn.Sequential(*layers))

    def forward(self, x):
        """The stem's output and those of the first two stages; the others follow only for `y`."""
        stem = self.relu(self.bn1(self.conv1(x)))
        x2 = self.layer1(self.maxpool(stem))
        return stem, x2, self.layer2(x2)


class ExpansionBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.ConvTranspose2d(128, 64, 3, 2, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU()

    def forward(self, x):
        return self.relu(self.bn1(self.c1(x)))


class ConvPipe(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.c1 = nn.Conv2d(inputs, outputs, 3, bias=False)
        self.relu1 = nn.ReLU()
        self.c2 = nn.ConvTranspose2d(outputs, outputs, 3, bias=False)
        self.relu2 = nn.ReLU()

    def forward(self, x):
        return self.relu2(self.c2(self.relu1(self.c1(x))))


class HookableGPTNet(nn.Module):
    """`forward` gives (y, y_g, y_s), or only the output of a name, without what it does not need."""

    def __init__(self):
        super().__init__()
        self.channel_adj = nn.Conv2d(1, 3, 1, bias=False)
        self.cf = ConvPipe(3, 64)
        self.backbone = Backbone()
        self.fc = nn.Conv2d(512, 10, 1, bias=False)
        self.eb2, self.eb1, self.eb0 = ExpansionBlock(), ExpansionBlock(), ExpansionBlock()
        self.cat2, self.cat1, self.cat0 = Cat(), Cat(), Cat()
        self.cyg = ConvPipe(128, 4)
        self.cys = ConvPipe(128, 8)

    def forward(self, images, output=None):
        x = self.channel_adj(images)
        stages = self.backbone(x)
        if output == "y":
            return self.classes(stages)
        v0 = self.expand(x, stages)
        if output:
            return {"y_g": self.cyg, "y_s": self.cys}[output](v0)
        return self.classes(stages), self.cyg(v0), self.cys(v0)

    def classes(self, stages):
        return self.fc(self.backbone.layer4(self.backbone.layer3(stages[2]))).flatten(1)

    def expand(self, x, stages):
        """What both heads read."""
        x1, x2, x3 = stages
        v2 = self.cat2(x2, self.eb2(x3)[:, :, 1:-1, 1:-1])
        v1 = self.cat1(x1, self.eb1(v2)[:, :, :-1, :-1])
        return self.cat0(self.cf(x), self.eb0(v1)[:, :, :-1, :-1])

    def layer(self, name):
        """The module whose output is the layer of that name, for Grad-CAM."""
        if name == "stem":
            return self.backbone.relu
        return getattr(self.backbone if name.startswith("layer") else self, name)


class One(nn.Module):
    """A network of one output, as attribution libraries want it."""

    def __init__(self, network, output):
        super().__init__()
        self.network, self.output = network, output

    def forward(self, images):
        return self.network(images, self.output)


def formula_weights():
    """The weights behind `tests/golden/gptnet.safetensors`, in f32.

    Element k of a tensor is a hash of the tensor's name and k: FNV-1a, then the finalizer of splitmix64.
    """
    weights = {}
    for name, tensor in HookableGPTNet().state_dict().items():
        if name.endswith("num_batches_tracked"):
            continue
        start = 0xCBF29CE484222325
        for byte in name.encode():
            start = (start ^ byte) * 0x100000001B3 % 2**64
        with np.errstate(over="ignore"):
            z = np.arange(1, tensor.numel() + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
            z += np.uint64(start)
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            z ^= z >> np.uint64(31)
        u = (z >> np.uint64(40)) / 2.0**24
        if name.endswith(("running_mean", "bias")):
            values = 0.2 * (u - 0.5)
        elif name.endswith("running_var") or tensor.dim() == 1:
            values = 0.5 + u
        elif name == "channel_adj.weight":
            values = 1 + 0.2 * (u - 0.5)
        else:
            values = (2 * u - 1) * (6 / np.prod(tensor.shape[1:])) ** 0.5
        weights[name] = torch.from_numpy(values.astype(np.float32)).reshape(tensor.shape)
    return weights


def load(network, weights):
    """Loads weights of the PyTorch layout, which has no `num_batches_tracked`."""
    missing, unexpected = network.load_state_dict(weights, strict=False)
    wrong = [name for name in missing if not name.endswith("num_batches_tracked")] + unexpected
    if wrong:
        raise SystemExit(f"weights: missing or unknown tensors {wrong}")
    return network.eval()
