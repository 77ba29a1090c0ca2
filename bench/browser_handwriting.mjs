// Times how real digits are read as strokes in Chromium, in WebAssembly on one thread: by search without a network, and by
// each way to read them with one.
//
//     npm install puppeteer-core
//     cargo build -p web --example handwriting --no-default-features --features worker --target wasm32-unknown-unknown
//     wasm-bindgen --target web --no-typescript --out-dir FOLDER TARGET/wasm32-unknown-unknown/debug/examples/handwriting.wasm
//     node bench/browser_handwriting.mjs FOLDER [/usr/bin/chromium] [--json]

import { measured, say } from "./measured.mjs";

const times = await measured("handwriting", ["weights/handwriting-web.safetensors", "web/digits.bin"]);
for (const [way, all] of Object.entries(times)) say(`a real digit, Chromium: ${way}`, "ms", all);
