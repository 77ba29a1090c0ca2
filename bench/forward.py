"""Times PyTorch's forward pass, one image and sixteen at once, and can write the network as ONNX.

    pip install torch safetensors numpy           # and `onnx onnxscript` for --onnx
    trainer export --weights weights/gptnet-web.safetensors --layout pytorch --output gptnet.safetensors
    python bench/forward.py --weights gptnet.safetensors [--json] [--onnx gptnet.onnx]

Two threads work together on one pass, or read two batches side by side, where the time of one counts half;
what a machine gets done is the better of both, and how long one waits is the better of one thread and two together. Beside it:
`cargo bench -p shared --features network --bench forward`, on the same machine, one after the other.
`bench/browser_forward.mjs` runs the ONNX file in Chromium, beside the built site.
"""

import argparse
from concurrent.futures import ThreadPoolExecutor

import torch
from safetensors.torch import load_file

from figures import say, times
from gptnet import GPTNet

REPEATS, BUDGET = 60, 10  # of each figure, at most; seconds


class Reader(torch.nn.Module):
    """The network of images alone: an exporter would take a slope for an input."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, images):
        return self.network(images)


@torch.inference_mode()
def read(way, images, threads):
    """Seconds for each pass, on so many threads."""
    torch.set_num_threads(threads)
    return times(lambda: way(images), REPEATS, BUDGET)


def read_side_by_side(way, images):
    """Seconds for each of two passes at a time."""
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(read, way, images, 1) for _ in range(2)]
        return [seconds / 2 for run in runs for seconds in run.result()]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", required=True, help="weights in the PyTorch layout")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--onnx", help="write the network there, and time nothing")
    args = parser.parse_args()
    network = GPTNet().eval()
    network.load_state_dict(load_file(args.weights), strict=False)
    if args.onnx:
        names = {"input_names": ["images"], "output_names": ["y", "y_g", "y_s"]}
        torch.onnx.export(Reader(network), (torch.rand(1, 1, 28, 28),), args.onnx, dynamo=False, **names)
        return
    last = GPTNet().eval()
    last.load_state_dict(network.state_dict())
    last.to(memory_format=torch.channels_last)
    ways = {"eager": network, "channels last": last, "compiled": torch.compile(network, dynamic=False)}
    for count in [1, 16]:
        images = torch.rand(count, 1, 28, 28)

        def figure(named, way, seconds):
            by = f"PyTorch {torch.__version__} {way}"
            each = [1e3 * time / count for time in seconds]
            say(args.json, f"forward, {count} at once, {named}", by, "ms", each)

        for name, way in ways.items():
            alone, together = read(way, images, 1), read(way, images, 2)
            figure("one thread", name, alone)
            figure("latency", f"{name}, one thread", alone)
            figure("latency", f"{name}, two threads", together)
            figure("two threads", name, together)
            figure("two threads", f"{name}, side by side", read_side_by_side(way, images))


if __name__ == "__main__":
    main()
