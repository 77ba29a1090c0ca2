#!/bin/sh
# Installs what `cargo xtask bench` compares with, in pinned versions:
#
#     bench/peers.sh DIR
#     cargo xtask bench --python DIR/venv/bin/python --node-modules DIR/npm
#
# Needs Python 3.10 or later with venv, Node.js with npm, and a C++ compiler for torch.compile. Without a GPU,
# PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu downloads a smaller PyTorch.
set -eu

if [ $# -ne 1 ]; then
    echo "usage: bench/peers.sh DIR" >&2
    exit 2
fi
mkdir -p "$1/npm"
python3 -m venv "$1/venv"
"$1/venv/bin/python" -m pip install --quiet \
    torch==2.15.0 captum==0.9.0 numpy==2.4.6 safetensors==0.8.0 onnx==1.23.2 onnxscript==0.7.2
npm install --prefix "$1/npm" --no-fund --no-audit onnxruntime-web@1.30.0 puppeteer-core@24.43.1
echo "cargo xtask bench --python $1/venv/bin/python --node-modules $1/npm"
