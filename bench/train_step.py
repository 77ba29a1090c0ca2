"""Times a full training step of batch 16 on the CPU: PyTorch eager, then the trainer, in one run.

    pip install torch numpy safetensors
    cargo build -p trainer --no-default-features
    python bench/train_step.py PATH_TO_TRAINER

The trainer's step includes drawing the samples, the optimizer and reading the losses back; PyTorch
gets one batch that is ready in memory.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch

from gptnet import GPTNet, train_step

BATCH, STEPS, ROUNDS = 16, 40, 3


def pytorch(channels_last):
    torch.manual_seed(1)
    network = GPTNet().train()
    images = torch.rand(BATCH, 1, 28, 28)
    if channels_last:
        network = network.to(memory_format=torch.channels_last)
        images = images.to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(network.parameters(), 1e-3, (0.9, 0.99), weight_decay=1e-5)
    labels = torch.zeros(BATCH, 28, 28, dtype=torch.long)
    batch = images, torch.arange(BATCH) % 10, labels, labels
    times = []
    for _ in range(STEPS // 2):
        start = time.perf_counter()
        train_step(network, optimizer, batch).item()
        times.append(time.perf_counter() - start)
    return statistics.median(times[3:])


def trainer(program):
    with tempfile.TemporaryDirectory() as folder:
        run = Path(folder) / "run"
        steps = ["--steps", str(STEPS), "--checkpoint-every", "1000000", "--batch", str(BATCH)]
        evaluate = ["--evaluation-samples", "1", "--device", "cpu"]
        subprocess.run(
            [program, "train", "--out", run, *steps, *evaluate], check=True, capture_output=True
        )
        lines = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
        rates = [line["samples_per_second"] for line in lines if "samples_per_second" in line]
        return BATCH / rates[-1]


if __name__ == "__main__":
    program = sys.argv[1]
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads, batch {BATCH}")
    for round in range(ROUNDS):
        eager, channels_last, ours = pytorch(False), pytorch(True), trainer(program)
        best = min(eager, channels_last)
        print(
            f"round {round + 1}: PyTorch eager {eager:.3f} s, channels-last {channels_last:.3f} s, "
            f"trainer {ours:.3f} s, ratio {ours / best:.2f}"
        )
