"""Times a full training step: PyTorch in several ways, then the trainer, side by side in one run.

    pip install torch numpy safetensors
    cargo build --bin trainer-cpu
    python bench/train_step.py PATH_TO_TRAINER
    python bench/train_step.py PATH_TO_TRAINER --device cuda --batch 16 256

The trainer's step includes drawing the samples, the optimizer and reading the losses back; PyTorch
gets one batch that is ready in the device's memory. A figure is the middle of the rounds, of each of which
PyTorch gives its median step and the trainer its last rate.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import torch

from figures import say
from gptnet import GPTNet, train_step

# name: channels-last, compiled, TF32, bf16
WAYS = {
    "cpu": {
        "eager": (False, False, False, False),
        "channels-last": (True, False, False, False),
        "compiled": (False, True, False, False),
        "compiled channels-last": (True, True, False, False),
    },
    "cuda": {
        "eager": (False, False, False, False),
        "channels-last TF32": (True, False, True, False),
        "compiled channels-last TF32": (True, True, True, False),
        "compiled channels-last bf16": (True, True, True, True),
    },
}
STEPS, WARM_UP, ROUNDS = 40, 5, 3


def pytorch(device, size, channels_last, compiled, tf32, bf16):
    torch.manual_seed(1)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = tf32
    torch.backends.cudnn.benchmark = True
    layout = torch.channels_last if channels_last else torch.contiguous_format
    network = GPTNet().train().to(device, memory_format=layout)
    images = torch.rand(size, 1, 28, 28, device=device).to(memory_format=layout)
    labels = torch.zeros(size, 28, 28, dtype=torch.long, device=device)
    batch = images, torch.arange(size, device=device) % 10, labels, labels
    optimizer = torch.optim.Adam(
        network.parameters(), 1e-3, (0.9, 0.99), weight_decay=1e-5, fused=compiled
    )
    called = torch.compile(network) if compiled else network
    times = []
    for _ in range(STEPS):
        start = time.perf_counter()
        with torch.autocast(device, torch.bfloat16, enabled=bf16):
            train_step(called, optimizer, batch).item()
        times.append(time.perf_counter() - start)
    return statistics.median(times[WARM_UP:])


def trainer(program, device, size):
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        steps = ["--steps", str(STEPS), "--checkpoint-every", "1000000", "--batch", str(size)]
        subprocess.run(
            [program, "train", "--out", run, "--evaluation-samples", "0", "--device", device]
            + steps,
            check=True,
            capture_output=True,
        )
        lines = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
        rates = [line["samples_per_second"] for line in lines if "samples_per_second" in line]
        return size / rates[-1]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the trainer's binary")
    parser.add_argument("--device", choices=list(WAYS), default="cpu")
    parser.add_argument("--batch", type=int, nargs="+", default=[16])
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    device = arguments.device
    for size in arguments.batch:
        seconds = {}
        for _ in range(ROUNDS):
            for name, way in WAYS[device].items():
                by = f"PyTorch {torch.__version__} {name}"
                seconds.setdefault(by, []).append(pytorch(device, size, *way))
            found = trainer(arguments.program, device, size)
            seconds.setdefault("ours", []).append(found)
        for by, values in seconds.items():
            if device == "cpu":
                say(arguments.json, f"training step, batch {size}, CPU", by, "s", values)
            else:
                rates = [size / value for value in values]
                say(arguments.json, f"training, batch {size}, GPU", by, "samples/s", rates)
