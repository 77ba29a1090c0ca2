"""GPTNet in PyTorch, for comparisons. Names and shapes are those of the exported PyTorch layout."""

import torch
from torch import nn
from torch.nn import functional as F


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if inputs != outputs:
            shortcut = nn.Conv2d(inputs, outputs, 1, stride, bias=False)
            self.downsample = nn.Sequential(shortcut, nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1 * 3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        inputs = 64
        for stage, (blocks, channels) in enumerate(zip([3, 4, 6, 3], [64, 128, 256, 512]), 1):
            strides = [1 if stage == 1 else 2] + [1] * (blocks - 1)
            layers = []
            for stride in strides:
                layers.append(BasicBlock(inputs, channels, stride))
                inputs = channels
            setattr(self, f"layer{stage}", nn.Sequential(*layers))

    def forward(self, x):
        stem = F.relu(self.bn1(self.conv1(x)))
        x2 = self.layer1(F.max_pool2d(stem, 3, 2, 1))
        x3 = self.layer2(x2)
        return stem, x2, x3, self.layer4(self.layer3(x3))


class ExpansionBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.ConvTranspose2d(128, 64, 3, 2, bias=False)
        self.bn1 = nn.BatchNorm2d(64)

    def forward(self, x):
        return F.relu(self.bn1(self.c1(x)))


class ConvPipe(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.c1 = nn.Conv2d(inputs, outputs, 3, bias=False)
        self.c2 = nn.ConvTranspose2d(outputs, outputs, 3, bias=False)

    def forward(self, x, slope=0.0):
        return F.leaky_relu(self.c2(F.relu(self.c1(x))), slope)


class GPTNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.channel_adj = nn.Conv2d(1, 3, 1, bias=False)
        nn.init.ones_(self.channel_adj.weight)
        self.cf = ConvPipe(3, 64)
        self.backbone = Backbone()
        self.fc = nn.Conv2d(512, 10, 1, bias=False)
        self.eb2, self.eb1, self.eb0 = ExpansionBlock(), ExpansionBlock(), ExpansionBlock()
        self.cyg = ConvPipe(128, 4)
        self.cys = ConvPipe(128, 8)

    def forward(self, images, slope=0.0):
        x = self.channel_adj(images)
        x1, x2, x3, x5 = self.backbone(x)
        v2 = torch.cat([x2, self.eb2(x3)[:, :, 1:-1, 1:-1]], 1)
        v1 = torch.cat([x1, self.eb1(v2)[:, :, :-1, :-1]], 1)
        v0 = torch.cat([self.cf(x), self.eb0(v1)[:, :, :-1, :-1]], 1)
        return self.fc(x5).flatten(1), self.cyg(v0, slope), self.cys(v0, slope)


def train_step(network, optimizer, batch, slope=0.1):
    """One step on (images, classes, y_g, y_s)."""
    images, classes, y_g, y_s = batch
    y, g, s = network(images, slope)
    loss = F.cross_entropy(y, classes) + F.cross_entropy(g, y_g) + F.cross_entropy(s, y_s)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    return loss
