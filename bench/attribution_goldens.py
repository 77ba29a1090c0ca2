"""Writes `tests/golden/attribution-peers.safetensors`: heatmaps by Captum and Zennit to test ours against.

    pip install torch captum zennit numpy safetensors
    python bench/attribution_goldens.py

The network has the formula weights, in double precision and evaluation mode, and first has to
reproduce `tests/golden/gptnet.safetensors`, whose images and targets are used. Every map is computed
twice, by a library and by plain code below, and is only written if both agree; the run takes several
minutes. The file was made with torch 2.15.0, Captum 0.9.0 and Zennit 0.5.1.

Names are `IMAGE.TARGET.METHOD`, such as `0.y_s[6][15,14].integrated_gradients`; all tensors are f32.
x is the image, f the target's logit as the network gives it (of y_g and y_s after the last ReLU).
Compare as `max|a - b| <= tolerance * max|golden|`.

- `gradient_x_input` (1x1x28x28, like all that follow unless said): x * df/dx, exactly.
- `integrated_gradients`: x * mean over i = 0..31 of df/dx at x (i + 1/2) / 32.
- `smooth_grad`: the mean over k of df/dx at x + noise[k]; the noise is in the file, once for each image:
  `IMAGE.smooth_noise` (32x28x28), normal with sigma = 0.15 (max x - min x).
- `hires_cam.LAYER` (1x1xhxw): sum_c g_c * A_c, with LAYER as in `gptnet.safetensors`: channel_adj, stem,
  layer1 to layer4 after their last ReLU, and for y_g and y_s eb2, eb1, eb0 before they are cropped, where
  the gradient is zero in what is cropped. Layers that the target does not depend on are absent: the
  expansion blocks for y, layer3 and layer4 for y_g and y_s.
- `grad_cam.stem`, and for y `grad_cam.layer3`, which `gptnet.safetensors` lacks.
- `occlusion`: windows of 3 x 3 filled with 0 at the 676 positions inside the image; a window's relevance
  is f(x) - f(x without it); a pixel gets the mean over the windows that cover it: 1 in a corner, 9
  inside. Captum's with stride 1 is the same, at the border as well.
- `lrp_z_plus`, `lrp_z_plus.channel_adj` (1x3x28x28): relevance at the image and at the output of
  channel_adj, by the rules at `PlainLrp`; `lrp_z_plus.total` (1): the sum of the former;
  `lrp_z_plus.leak` (1): what was lost on the way, so that total + leak = f.
  Also for `y[9]`, which has no other map: a negative logit.
"""

import copy
import warnings
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from unittest import mock

import torch
from captum import attr
from safetensors.torch import load_file, save_file
from torch.nn import functional as F
from zennit import rules
from zennit.canonizers import SequentialMergeBatchNorm
from zennit.core import BasicHook, Composite

from hookable import LAYERS, HookableGPTNet, One, Sum, formula_weights, load

GOLDEN = Path(__file__).parent.parent / "tests" / "golden"
EPSILON = 1e-6
STEPS = NOISY = 32
SIGMA = 0.15  # of the image's range
WINDOW = 3
BATCH = 52  # of the 676 occluded images


class Target:
    """One logit, such as `y_s[6][15,14]`."""

    def __init__(self, name):
        self.name = name
        self.output, indices = name.split("[", 1)
        self.index = tuple(int(i) for i in indices.rstrip("]").replace("][", ",").split(","))

    def of(self, outputs):
        """The target's logit in each row of its output."""
        return outputs[(slice(None), *self.index)]


def reaches(layer, target):
    """Whether the target depends on the layer."""
    return layer in LAYERS[:6] if target.output == "y" else layer not in ("layer3", "layer4")


def difference(a, b):
    """The largest difference, relative to the largest absolute value of `b`."""
    return ((a - b).abs().max() / b.abs().max().clamp(min=1e-300)).item()


class Checks:
    """Asserts agreement and remembers the worst of each kind."""

    def __init__(self):
        self.worst = {}

    def __call__(self, kind, a, b, tolerance):
        found = difference(a, b)
        assert a.shape == b.shape and found <= tolerance, f"{kind}: {found:.1e}"
        self.worst[kind] = max(found, self.worst.get(kind, 0.0))


# Gradients


def gradients(network, image, target):
    """The target's gradient at the image, and (activation, gradient) at every layer it depends on."""
    image = image.clone().requires_grad_()
    activations = {}
    hooks = [
        network.layer(name).register_forward_hook(
            lambda _, __, output, name=name: activations.update({name: output})
        )
        for name in LAYERS
        if reaches(name, target)
    ]
    value = target.of(network(image, target.output)).sum()
    for hook in hooks:
        hook.remove()
    found = torch.autograd.grad(value, [image, *activations.values()])
    at_layers = {
        name: (activation.detach(), gradient)
        for (name, activation), gradient in zip(activations.items(), found[1:])
    }
    return found[0], at_layers


def cam(activation, weights):
    return (weights * activation).sum(1, keepdim=True)


class Remembered(torch.nn.Module):
    """The network, which reads every batch once: the occluded images are the same for all targets."""

    def __init__(self, network):
        super().__init__()
        self.network, self.output, self.known = network, None, {}

    @torch.no_grad()
    def forward(self, images):
        key = images.numpy().tobytes()
        if key not in self.known:
            self.known[key] = dict(zip(["y", "y_g", "y_s"], self.network(images)))
        return self.known[key][self.output]


def occlusion(remembered, image, target):
    """Every pixel gets the mean of f(x) - f(x without the window) over the windows that cover it."""
    positions = 28 - WINDOW + 1
    covered = torch.zeros(positions**2, 1, 28, 28, dtype=image.dtype)
    for i in range(positions**2):
        row, column = divmod(i, positions)
        covered[i, :, row : row + WINDOW, column : column + WINDOW] = 1
    occluded = image * (1 - covered)
    values = torch.cat([target.of(remembered(part)) for part in occluded.split(BATCH)])
    drops = target.of(remembered(image)) - values
    return ((drops[:, None, None, None] * covered).sum(0) / covered.sum(0))[None]


# Layer-wise relevance propagation


def fold(network):
    """A copy in which BatchNorm is part of the convolutions: W' = W s, b' = beta - mean s with
    s = gamma / sqrt(variance + eps) for each output channel."""
    folded = load(HookableGPTNet(), network.state_dict()).double()
    pairs = {"bn1": ("conv1", "c1"), "bn2": ("conv2",), "1": ("0",)}
    for parent in list(folded.modules()):
        children = dict(parent.named_children())
        for name, bn in children.items():
            if not isinstance(bn, torch.nn.BatchNorm2d):
                continue
            convolution = next(children[other] for other in pairs[name] if other in children)
            scale = bn.weight.data / (bn.running_var + bn.eps).sqrt()
            transposed = isinstance(convolution, torch.nn.ConvTranspose2d)
            convolution.weight.data *= scale[:, None, None] if transposed else scale[:, None, None, None]
            convolution.bias = torch.nn.Parameter(bn.bias.data - bn.running_mean * scale)
            setattr(parent, name, torch.nn.Identity())
    return folded


class PositiveSum(BasicHook):
    """Zennit's `Norm`, but each branch of a sum counts by its positive part only."""

    def __init__(self, stabilizer=EPSILON):
        norm = rules.Norm(stabilizer)
        super().__init__(
            input_modifiers=[lambda branches: branches.clamp(min=0)],
            param_modifiers=norm.param_modifiers,
            output_modifiers=norm.output_modifiers,
            gradient_mapper=norm.gradient_mapper,
            reducer=norm.reducer,
        )


def rule_of(_, name, module):
    """The rule that Zennit applies to a module; None passes relevance as a gradient."""
    if name == "network.fc":
        return rules.Epsilon(EPSILON)
    if isinstance(module, (torch.nn.Conv2d, torch.nn.ConvTranspose2d)):
        return rules.ZPlus(EPSILON, zero_params="bias")
    if isinstance(module, torch.nn.ReLU):
        return rules.Pass()
    return PositiveSum() if isinstance(module, Sum) else None


def zennit_lrp(network, image, target, start, canonizers=()):
    """Relevance at the image and at channel_adj, from `start` at the target's logit."""
    image = image.clone().requires_grad_()
    one = One(network, target.output)
    with Composite(module_map=rule_of, canonizers=list(canonizers)).context(one) as modified:
        taken = []
        hook = network.channel_adj.register_forward_hook(lambda *call: taken.append(call[2]))
        logit = target.of(modified(image))
        hook.remove()
        return torch.autograd.grad(logit, (image, taken[0]), torch.full_like(logit, start))


class PlainLrp:
    """LRP z+ in plain torch. `stab(z) = z + 1e-6` if z >= 0, else `z - 1e-6`; all sums below are over
    the inputs i of unit j; R_j is the relevance of the layer's output.

    - Start: the relevance of the target is its logit (`y_g`, `y_s`: after the last ReLU), 0 elsewhere.
    - ReLU: passes relevance unchanged. BatchNorm is folded into the convolution before it.
    - Convolution, transposed convolution (all, channel_adj included, not fc): with the input's parts
      x+ = max(x, 0), x- = min(x, 0) and the folded kernel's parts w+ = max(w, 0), w- = min(w, 0), no bias:
      z_j = sum_i (x+_i w+_ij + x-_i w-_ij), c_j = R_j / stab(z_j),
      R_i = x+_i sum_j w+_ij c_j + x-_i sum_j w-_ij c_j. (x- is zero but at channel_adj and the stem and
      cf behind it.)
    - Sum of branches a (bn2) and b (shortcut), before the ReLU: s = max(a, 0) + max(b, 0),
      R_a = max(a, 0) R / stab(s), R_b = max(b, 0) R / stab(s).
    - Max-pool: the whole relevance to the first largest input of the window in row order.
    - fc: z_j = sum_i x_i w_ij, R_i = x_i sum_j w_ij R_j / stab(z_j).
    - Concatenation: each part its own; crops: zero outside; where several layers read one
      activation (channel_adj, stem, layer1, layer2, a block's input), their relevances are added.

    `leaks` counts what does not arrive, by kind: `dead`, where z_j (or s) is exactly 0: the unit lives
    through its bias, or (at channel_adj) the input is negative and every weight positive;
    `stabilizer`, R_j - z_j c_j elsewhere.
    """

    def __init__(self, folded, image):
        self.network, self.image = folded, image
        self.leaks = Counter()
        self.inputs = {}
        with torch.no_grad():
            self.forward()

    def convolve(self, name, x):
        self.inputs[name] = x
        layer = self.network.get_submodule(name)
        return linear(layer, x, layer.weight, layer.bias)

    def pipe(self, name, x):
        return self.convolve(f"{name}.c2", self.convolve(f"{name}.c1", x).relu()).relu()

    def blocks(self, stage):
        blocks = getattr(self.network.backbone, f"layer{stage}")
        return [f"backbone.layer{stage}.{i}" for i in range(len(blocks))]

    def has_downsample(self, block):
        return self.network.get_submodule(block).downsample is not None

    def forward(self):
        x = self.convolve("channel_adj", self.image)
        self.stem = self.convolve("backbone.conv1", x).relu()
        pooled, self.winners = F.max_pool2d(self.stem, 3, 2, 1, return_indices=True)
        stages = [pooled]
        for stage in range(1, 5):
            a = stages[-1]
            for block in self.blocks(stage):
                inner = self.convolve(f"{block}.conv1", a).relu()
                branch = self.convolve(f"{block}.conv2", inner)
                if self.has_downsample(block):
                    a = self.convolve(f"{block}.downsample.0", a)
                self.inputs[block] = branch, a
                a = (branch + a).relu()
            stages.append(a)
        eb2 = self.convolve("eb2.c1", stages[2]).relu()[:, :, 1:-1, 1:-1]
        eb1 = self.convolve("eb1.c1", torch.cat([stages[1], eb2], 1)).relu()[:, :, :-1, :-1]
        eb0 = self.convolve("eb0.c1", torch.cat([self.stem, eb1], 1)).relu()[:, :, :-1, :-1]
        v0 = torch.cat([self.pipe("cf", x), eb0], 1)
        y = self.convolve("fc", stages[4]).flatten(1)
        self.outputs = {"y": y, "y_g": self.pipe("cyg", v0), "y_s": self.pipe("cys", v0)}

    def count(self, relevance, z, share, name):
        lost = relevance - z * share
        self.leaks["dead", name] += lost[z == 0].sum().item()
        self.leaks["stabilizer", name] += lost[z != 0].sum().item()

    def z_plus(self, name, relevance):
        layer, x = self.network.get_submodule(name), self.inputs[name]
        parts = [
            (x.clamp(min=0), layer.weight.clamp(min=0)),
            (x.clamp(max=0), layer.weight.clamp(max=0)),
        ]
        z = sum(linear(layer, part, weight) for part, weight in parts)
        share = relevance / stab(z)
        self.count(relevance, z, share, name)
        return sum(part * transposed(layer, share, weight, part) for part, weight in parts)

    def pipe_back(self, name, relevance):
        return self.z_plus(f"{name}.c1", self.z_plus(f"{name}.c2", relevance))

    def stage(self, number, relevance):
        for block in reversed(self.blocks(number)):
            branch, shortcut = (part.clamp(min=0) for part in self.inputs[block])
            share = relevance / stab(branch + shortcut)
            self.count(relevance, branch + shortcut, share, block)
            relevance = shortcut * share
            if self.has_downsample(block):
                relevance = self.z_plus(f"{block}.downsample.0", relevance)
            relevance = relevance + self.z_plus(
                f"{block}.conv1", self.z_plus(f"{block}.conv2", branch * share)
            )
        return relevance

    @torch.no_grad()
    def __call__(self, target, start=None):
        """Relevance at the image and at channel_adj; `start` is the logit unless given."""
        self.leaks.clear()
        relevance = torch.zeros_like(self.outputs[target.output])
        relevance[(0, *target.index)] = target.of(self.outputs[target.output]) if start is None else start
        if target.output == "y":
            layer, x = self.network.fc, self.inputs["fc"]
            z = linear(layer, x, layer.weight)
            share = relevance[:, :, None, None] / stab(z)
            self.count(relevance[:, :, None, None], z, share, "fc")
            at_layer4 = x * transposed(layer, share, layer.weight, x)
            at_layer2 = self.stage(3, self.stage(4, at_layer4))
            at_cf = at_stem = at_layer1 = 0.0
        else:
            at_v0 = self.pipe_back("cyg" if target.output == "y_g" else "cys", relevance)
            at_cf, at_eb0 = at_v0.split(64, 1)
            at_stem, at_eb1 = self.z_plus("eb0.c1", F.pad(at_eb0, (0, 1, 0, 1))).split(64, 1)
            at_layer1, at_eb2 = self.z_plus("eb1.c1", F.pad(at_eb1, (0, 1, 0, 1))).split(64, 1)
            at_layer2 = self.z_plus("eb2.c1", F.pad(at_eb2, (1, 1, 1, 1)))
            at_cf = self.pipe_back("cf", at_cf)
        pooled = self.stage(1, self.stage(2, at_layer2) + at_layer1)
        unpooled = torch.zeros_like(self.stem).flatten(2)
        unpooled.scatter_add_(2, self.winners.flatten(2), pooled.flatten(2))
        at_x = self.z_plus("backbone.conv1", unpooled.view_as(self.stem) + at_stem) + at_cf
        return self.z_plus("channel_adj", at_x), at_x

    def leak(self, kind=None):
        return sum(value for (k, _), value in self.leaks.items() if kind in (None, k))


def stab(z):
    return z + torch.where(z >= 0, EPSILON, -EPSILON).to(z)


def linear(layer, x, weight, bias=None):
    """The layer with another kernel."""
    function = F.conv_transpose2d if isinstance(layer, torch.nn.ConvTranspose2d) else F.conv2d
    return function(x, weight, bias, layer.stride, layer.padding)


def transposed(layer, y, weight, x):
    """The transpose of `linear` without bias: from the output's shape back to that of `x`."""
    if isinstance(layer, torch.nn.ConvTranspose2d):
        return F.conv2d(y, weight, None, layer.stride, layer.padding)
    return torch.nn.grad.conv2d_input(x.shape, weight, y, layer.stride, layer.padding)


# The file


def reproduce(network, golden, check):
    """Asserts that the network and the libraries give what is in `gptnet.safetensors`."""
    with torch.no_grad():
        for image in "01":
            outputs = network(golden[f"{image}.input"])
            for name, output in zip(["y", "y_g", "y_s"], outputs):
                check("golden outputs", output, golden[f"{image}.{name}"], 1e-6)
    methods = {
        "gradient": lambda one: attr.Saliency(one),
        "guided_backprop": attr.GuidedBackprop,
        "deconvolution": attr.Deconvolution,
    }
    for name, map_ in golden.items():
        if "]." not in name:
            continue
        image, rest = golden[f"{name[0]}.input"], name[2:]
        target = Target(rest.split("].")[0] + "]")
        method, *layer = rest.split("].")[1].split(".")
        if layer:
            _, at_layers = gradients(network, image, target)
            activation, gradient = at_layers[layer[0]]
            found = cam(activation, gradient.mean((2, 3), keepdim=True))
        else:
            options = {"abs": False} if method == "gradient" else {}
            one = One(network, target.output)
            found = methods[method](one).attribute(image.clone(), target.index, **options)
        check(f"golden {method}", found.detach(), map_, 1e-6)


def gradient_maps(network, remembered, image, noise, target, check):
    """All maps but those of LRP, by name."""
    one = One(network, target.output)
    gradient, at_layers = gradients(network, image, target)
    maps = {"gradient_x_input": attr.InputXGradient(one).attribute(image.clone(), target.index)}
    check("gradient x input", maps["gradient_x_input"], image * gradient, 1e-12)

    maps["integrated_gradients"] = attr.IntegratedGradients(one).attribute(
        image, torch.zeros_like(image), target.index, n_steps=STEPS, method="riemann_middle"
    )
    along = torch.cat([image * (i + 0.5) / STEPS for i in range(STEPS)])
    ours = image * gradients(network, along, target)[0].mean(0, keepdim=True)
    check("integrated gradients", maps["integrated_gradients"], ours, 1e-9)

    ends = [target.of(one(end)).item() for end in (image, torch.zeros_like(image))]
    total = maps["integrated_gradients"].sum().item()
    print(f"  integrated gradients: sum {total:.4f}, f(x) - f(0) = {ends[0] - ends[1]:.4f}")

    with mock.patch("torch.normal", return_value=noise):
        maps["smooth_grad"] = attr.NoiseTunnel(attr.Saliency(one)).attribute(
            image, "smoothgrad", nt_samples=NOISY, stdevs=1.0, target=target.index, abs=False
        )
    ours = gradients(network, image + noise, target)[0].mean(0, keepdim=True)
    check("SmoothGrad", maps["smooth_grad"], ours, 1e-9)

    remembered.output = target.output
    maps["occlusion"] = occlusion(remembered, image, target)
    theirs = attr.Occlusion(remembered).attribute(
        image, (1, WINDOW, WINDOW), 1, 0, target.index, perturbations_per_eval=BATCH
    )
    # Captum adds up in f32.
    check("occlusion", maps["occlusion"], theirs, 1e-6)

    for name, (activation, gradient) in at_layers.items():
        maps[f"hires_cam.{name}"] = cam(activation, gradient)
        theirs = attr.LayerGradientXActivation(one, network.layer(name)).attribute(image, target.index)
        check("HiResCAM", maps[f"hires_cam.{name}"], theirs.sum(1, keepdim=True), 1e-9)
        if name in ("stem", "layer3"):
            maps[f"grad_cam.{name}"] = cam(activation, gradient.mean((2, 3), keepdim=True))
            theirs = attr.LayerGradCam(one, network.layer(name)).attribute(image, target.index)
            check("Grad-CAM", maps[f"grad_cam.{name}"], theirs, 1e-9)
    return maps


def lrp_maps(network, folded, image, target, check):
    """The maps of LRP by name, and one line about what was conserved."""
    plain = PlainLrp(folded, image)
    logit = target.of(plain.outputs[target.output]).item()
    relevance, at_x = plain(target)
    total, leak = relevance.sum().item(), plain.leak()
    dead, where = plain.leak("dead"), Counter()
    for (_, name), value in plain.leaks.items():
        where[name] += value
    assert abs(total + leak - logit) <= 1e-9 * abs(logit)
    theirs = zennit_lrp(folded, image, target, logit)
    check("LRP z+, Zennit", relevance, theirs[0], 1e-6)
    check("LRP z+ at channel_adj, Zennit", at_x, theirs[1], 1e-6)
    # Every rule is linear in the relevance, so the sign and size of the start only scale the map.
    check("LRP z+, linear in the start", plain(target, -2.0)[0], relevance * (-2 / logit), 1e-9)
    single = PlainLrp(copy.deepcopy(folded).float(), image.float())(target)[0]
    check("LRP z+ in f32", single.double(), relevance, 1e-3)
    # Zennit's own canonizer keeps BatchNorm's eps: what it calls the identity scales by 1/sqrt(1 + eps).
    canonized = zennit_lrp(network, image, target, logit, [SequentialMergeBatchNorm()])[0]
    check("LRP z+, Zennit with its canonizer", relevance, canonized, 1e-3)
    most = sorted(where.items(), key=lambda item: -abs(item[1]))[:3]
    line = f"logit {logit:.4f}, sum {total:.4f}, leaks {leak:.4f} (dead {dead:.4f}), most at "
    line += ", ".join(f"{name} {value:.4f}" for name, value in most)
    return {
        "lrp_z_plus": relevance,
        "lrp_z_plus.channel_adj": at_x,
        "lrp_z_plus.total": torch.tensor([total]),
        "lrp_z_plus.leak": torch.tensor([leak]),
    }, line


if __name__ == "__main__":
    torch.set_num_threads(2)
    warnings.filterwarnings("ignore", module="captum")
    network = load(HookableGPTNet(), formula_weights()).double()
    folded = fold(network)
    golden = {
        name: tensor.double() for name, tensor in load_file(GOLDEN / "gptnet.safetensors").items()
    }
    check = Checks()
    reproduce(network, golden, check)
    file = {}
    for prefix, seed in [("0", 20), ("1", 21)]:
        image = golden[f"{prefix}.input"]
        sigma = SIGMA * (image.max() - image.min()).item()
        generator = torch.Generator().manual_seed(seed)
        # Rounded to f32 first: what is in the file is what was added.
        noise = (torch.randn(NOISY, 1, 28, 28, generator=generator) * sigma).double()
        file[f"{prefix}.smooth_noise"] = noise[:, 0]
        remembered = Remembered(network)
        names = [n[2:-9] for n in golden if n.startswith(prefix) and n.endswith(".gradient")]
        for name in sorted(names) + ["y[9]"]:
            target = Target(name)
            maps, line = lrp_maps(network, folded, image, target, check)
            print(f"{prefix}.{name}: {line}", flush=True)
            if name in names:
                maps |= gradient_maps(network, remembered, image, noise, target, check)
            file |= {f"{prefix}.{name}.{method}": map_.detach() for method, map_ in maps.items()}
    for kind, worst in check.worst.items():
        print(f"{kind}: agree to {worst:.1e} of the largest value")
    path = GOLDEN / "attribution-peers.safetensors"
    save_file({name: tensor.float().contiguous() for name, tensor in file.items()}, path)
    print(f"{path.name}: {len(file)} tensors, {path.stat().st_size} bytes")
    print(", ".join(f"{name} {version(name)}" for name in ["torch", "captum", "zennit"]))
