"""Times PyTorch's forward pass, one image and sixteen at once, and can write the network as ONNX.

    pip install torch safetensors numpy           # and `onnx onnxscript` for --onnx
    trainer export --weights weights/gptnet-web.safetensors --layout pytorch --output gptnet.safetensors
    python bench/forward.py --weights gptnet.safetensors [--threads 1] [--onnx gptnet.onnx]

Beside it: `cargo bench -p shared --features network --bench forward`, on the same machine, one after the
other. `bench/browser_forward.mjs` runs the ONNX file in Chromium, beside the built site.
"""

import argparse
import statistics
import time

import torch
from safetensors.torch import load_file

from gptnet import GPTNet


class Reader(torch.nn.Module):
    """The network of images alone: an exporter would take a slope for an input."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, images):
        return self.network(images)


def median(work, repeats):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times), min(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", required=True, help="weights in the PyTorch layout")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=60)
    parser.add_argument("--onnx", help="write the network there, and time nothing")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    network = GPTNet().eval()
    network.load_state_dict(load_file(args.weights), strict=False)
    if args.onnx:
        names = {"input_names": ["images"], "output_names": ["y", "y_g", "y_s"]}
        torch.onnx.export(Reader(network), (torch.rand(1, 1, 28, 28),), args.onnx, dynamo=False, **names)
        return
    with torch.inference_mode():
        ways = {"eager": network, "channels last": GPTNet().eval()}
        ways["channels last"].load_state_dict(network.state_dict())
        ways["channels last"].to(memory_format=torch.channels_last)
        ways["compiled"] = torch.compile(network)
        for count in [1, 16]:
            images = torch.rand(count, 1, 28, 28)
            for name, way in ways.items():
                way(images), way(images)
                middle, best = median(lambda: way(images), args.repeats)
                print(
                    f"{count:2} at once, {args.threads} threads, {name:13}"
                    f" {middle / count:6.2f} ms a digit, the fastest {best / count:6.2f}"
                )


if __name__ == "__main__":
    main()
