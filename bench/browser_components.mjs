// Times the heatmaps of all components of a digit in Chromium, in WebAssembly on one thread, and says how many
// readings of the digit they take: four components, types and orientations, by three methods.
//
//     npm install puppeteer-core
//     cargo build -p web --example components --no-default-features --features worker --target wasm32-unknown-unknown
//     wasm-bindgen --target web --no-typescript --out-dir FOLDER TARGET/wasm32-unknown-unknown/debug/examples/components.wasm
//     node bench/browser_components.mjs FOLDER [/usr/bin/chromium] [--json]

import { at, measured, say } from "./measured.mjs";

const { forward, components, row } = await measured("components", ["weights/gptnet-web.safetensors"]);
const reading = at(forward, 0.5);
say("all components of a digit, Chromium", "ms", components);
say("all components of a digit, Chromium, in readings of it", "readings", components.map((time) => time / reading));
say("a further heatmap of a site, Chromium", "readings", row.map((time) => time / reading));
