#!/bin/sh
# Which of the trainer's CUDA kernels NVIDIA's compiler takes, without a card:
#
#     bench/cuda_dry_run.sh DIR [9.0 8.0 ...]
#
# Installs NVRTC and CUDA's headers from PyPI in DIR (180 MB), puts a driver beside them that accepts everything and
# forgets it, and reads, explains and trains on it for each compute capability (9.0). No number is computed. Needs a
# C compiler, Python 3 with pip, and a trainer with its GPU backends, which is compiled.
set -eu

if [ $# -lt 1 ]; then
    echo "usage: $0 DIR [CAPABILITY...]" >&2
    exit 2
fi
mkdir -p "$1/lib" "$1/toolkit"
dir=$(cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- 9.0
cd "$(dirname "$0")/.."

packages=$dir/packages/nvidia/cu13
python3 -m pip install --quiet --upgrade --target "$dir/packages" nvidia-cuda-nvrtc==13.5.37 \
    nvidia-cuda-runtime==13.5.37 nvidia-cuda-crt==13.5.37 nvidia-cuda-cccl==13.3.5.0.6
ln -sfn "$packages/include" "$dir/toolkit/include"
# Not libcuda.so.1: NVRTC itself looks for that.
cc -shared -fPIC -o "$dir/lib/libcuda.so" bench/cuda_dry_run/driver.c
cc -shared -fPIC -o "$dir/lib/libnvrtc.so" bench/cuda_dry_run/nvrtc.c \
    -Wl,--no-as-needed -L"$packages/lib" -l:libnvrtc.so.13

cargo test --locked --package trainer --test cuda_dry_run --no-run
export CUDA_PATH="$dir/toolkit" DRY_RUN_LOG="$dir/programs.log"
for capability in "$@"; do
    echo "== compute capability $capability"
    rm -f "$DRY_RUN_LOG"
    DRY_RUN_CAPABILITY=$capability LD_LIBRARY_PATH="$dir/lib:$packages/lib" \
        cargo test --quiet --locked --package trainer --test cuda_dry_run -- --ignored --nocapture
done
