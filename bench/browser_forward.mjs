// Times a reading in Chromium, in WebAssembly on one thread: ONNX Runtime Web and the built site, in turns.
//
//     npm install puppeteer-core onnxruntime-web
//     python bench/forward.py --weights gptnet.safetensors --onnx gptnet.onnx
//     cargo xtask build
//     node bench/browser_forward.mjs gptnet.onnx [/usr/bin/chromium]
//
// The site is asked for one digit after the other and says itself how long it read ("Read in"). ONNX
// Runtime Web runs in a page, with its graph optimized, SIMD, one thread, after five runs to warm up.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(join(process.cwd(), "package.json"));
const puppeteer = require("puppeteer-core");
const [model, executablePath = "/usr/bin/chromium"] = process.argv.slice(2);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const ort = dirname(require.resolve("onnxruntime-web"));
const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".css": "text/css", ".svg": "image/svg+xml" };
const REPEATS = 40;

const peer = `<!doctype html><script type="module">
import * as ort from "/ort/ort.wasm.min.mjs";
ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = "/ort/";
const session = await ort.InferenceSession.create("/model.onnx", { graphOptimizationLevel: "all" });
const images = new ort.Tensor("float32", Float32Array.from({ length: 784 }, (_, i) => (i * 37 % 101) / 101), [1, 1, 28, 28]);
const times = [];
for (let n = 0; n < ${REPEATS} + 5; n++) {
  const start = performance.now();
  await session.run({ images });
  times.push(performance.now() - start);
}
window.times = times.slice(5);
</script>`;

const server = createServer(async (request, response) => {
  const path = new URL(request.url, "http://localhost").pathname;
  try {
    const [body, type] =
      path === "/peer" ? [peer, "text/html"]
      : path === "/model.onnx" ? [await readFile(model), "application/octet-stream"]
      : path.startsWith("/ort/") ? [await readFile(join(ort, path.slice(5))), types[extname(path)]]
      : [await readFile(join(root, "dist", path === "/" ? "index.html" : path)), types[extname(path) || ".html"]];
    response.writeHead(200, { "content-type": type ?? "application/octet-stream" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const address = `http://127.0.0.1:${server.address().port}`;
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox"] });

const middle = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];

async function theirs() {
  const page = await browser.newPage();
  await page.goto(`${address}/peer`);
  await page.waitForFunction("window.times", { timeout: 120_000 });
  const times = await page.evaluate("window.times");
  await page.close();
  return times;
}

async function ours() {
  const page = await browser.newPage();
  const times = [];
  for (let seed = 1; seed <= REPEATS + 5; seed++) {
    const fragment = `#/explain?class=6&seed=${seed}`;
    if (seed === 1) await page.goto(`${address}/?backend=cpu${fragment}`);
    else await page.evaluate((to) => { location.hash = to; }, fragment);
    await page.waitForSelector(`main[data-seed="${seed}"][aria-busy="false"]`, { timeout: 120_000 });
    times.push(await page.$eval(".took .number", (element) => parseFloat(element.dataset.ms ?? element.textContent)));
  }
  await page.close();
  return times.slice(5);
}

console.log(await browser.version());
for (let round = 1; round <= 3; round++) {
  const [a, b] = [middle(await theirs()), middle(await ours())];
  console.log(`round ${round}: ONNX Runtime Web ${a.toFixed(1)} ms, this site ${b.toFixed(1)} ms, ratio ${(b / a).toFixed(2)}`);
}
await browser.close();
server.close();
