// Times a reading in a browser, in WebAssembly on one thread: ONNX Runtime Web and the built site's worker, in turns.
//
//     npm install puppeteer-core onnxruntime-web
//     python bench/forward.py --weights gptnet.safetensors --onnx gptnet.onnx
//     cargo xtask build
//     node bench/browser_forward.mjs gptnet.onnx [/usr/bin/chromium] [/usr/bin/firefox-esr] [--json]
//
// Both read one image after the other in a page that shows nothing, after a second to warm up, in which the
// browser compiles what it runs often. ONNX Runtime Web has its graph optimized, and SIMD. The site's worker is
// started as the site starts it, is asked for one digit after the other, and says itself how long it read.
//
// The last row is what a reader of the site sees, who waits a second before each digit, so that caches and the
// processor have gone to sleep, and whose page is drawing it at the same time.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { serve } from "./served.mjs";

const require = createRequire(join(process.cwd(), "package.json"));
const puppeteer = require("puppeteer-core");
const words = process.argv.slice(2).filter((word) => word !== "--json");
const json = words.length < process.argv.length - 2;
const [model, ...programs] = words;
const ort = dirname(require.resolve("onnxruntime-web"));
const { version } = JSON.parse(await readFile(join(ort, "..", "package.json")));
const ROUNDS = 3;
const WARM_UP_MS = 1000;
const REPEATS = 60;
const PATIENCE = { timeout: 120_000 };

const peer = `<!doctype html><script type="module">
import * as ort from "/ort/ort.wasm.min.mjs";
ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = "/ort/";
const session = await ort.InferenceSession.create("/model.onnx", { graphOptimizationLevel: "all" });
const images = new ort.Tensor("float32", Float32Array.from({ length: 784 }, (_, i) => (i * 37 % 101) / 101), [1, 1, 28, 28]);
const warm = performance.now() + ${WARM_UP_MS};
while (performance.now() < warm) await session.run({ images });
const times = [];
while (times.length < ${REPEATS}) {
  const start = performance.now();
  await session.run({ images });
  times.push(performance.now() - start);
}
window.times = times;
</script>`;

function other(path) {
  if (path === "/peer") return { text: peer };
  if (path === "/empty") return { text: "<!doctype html>" };
  if (path === "/model.onnx") return { file: model };
  return path.startsWith("/ort/") ? { file: join(ort, path.slice(5)) } : {};
}

const { server, address } = await serve(other);
const site = `${address}/?backend=cpu#/explain?class=6&seed=`;

async function theirs(browser) {
  const page = await browser.newPage();
  await page.goto(`${address}/peer`);
  await page.waitForFunction("window.times", PATIENCE);
  const times = await page.evaluate("window.times");
  await page.close();
  return times;
}

/// How the site starts its worker, and what it asks first.
async function asked(browser) {
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(() => {
    const { Worker } = window;
    window.Worker = class extends Worker {
      constructor(url, options) {
        super(url, options);
        window.started ??= String(new URL(url, location.href));
      }
      postMessage(message) {
        window.question ??= message;
        super.postMessage(message);
      }
    };
  });
  await page.goto(`${site}1`);
  await page.waitForFunction("window.started && window.question", PATIENCE);
  const known = await page.evaluate("({ started: window.started, question: window.question })");
  await page.close();
  return known;
}

async function ours(browser, { started, question }) {
  const page = await browser.newPage();
  await page.goto(`${address}/empty`);
  const times = await page.evaluate(async (started, question, warmUp, repeats) => {
    const worker = new Worker(started, { type: "module" });
    const next = (name) => new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        // Long arrays come beside the text.
        const { Network: network, Answer: answer } = JSON.parse(Array.isArray(data) ? data[0] : data);
        if (network?.Broken) reject(new Error(network.Broken));
        const said = network?.[name] ?? answer?.[name];
        if (said) resolve(said);
      };
    });
    await next("Ready");
    const times = [];
    const start = performance.now();
    for (let seed = 1; times.length < repeats; seed++) {
      worker.postMessage(question.replace(/"seed":\d+/, `"seed":${seed}`));
      const read = await next("Read");
      if (performance.now() - start > warmUp) times.push(read.milliseconds);
    }
    return times;
  }, started, question, WARM_UP_MS, REPEATS);
  await page.close();
  return times;
}

async function shown(browser) {
  const page = await browser.newPage();
  const times = [];
  for (let seed = 1; seed <= 17; seed++) {
    if (seed === 1) await page.goto(`${site}1`);
    else await page.evaluate((to) => { location.hash = to; }, `#/explain?class=6&seed=${seed}`);
    await page.waitForSelector(`main[data-seed="${seed}"][aria-busy="false"]`, PATIENCE);
    await new Promise((done) => setTimeout(done, 1000));
    times.push(await page.$eval(".took .number", (element) => parseFloat(element.textContent)));
  }
  await page.close();
  return times.slice(2);
}

const at = (times, share) => times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))];

function say(what, by, times) {
  const [low, value, high] = [0.1, 0.5, 0.9].map((share) => Number(at(times, share).toFixed(2)));
  if (json) console.log(JSON.stringify({ what, by, value, unit: "ms", spread: [low, high] }));
  else console.log(`${what}, ${by}: ${value} ms (${low} to ${high})`);
}

for (const executablePath of programs.length ? programs : ["/usr/bin/chromium"]) {
  const firefox = executablePath.includes("firefox");
  const name = firefox ? "Firefox" : "Chromium";
  const args = firefox ? [] : ["--no-sandbox"];
  const browser = await puppeteer.launch({ browser: firefox ? "firefox" : "chrome", executablePath, args });
  if (!json) console.log(await browser.version());
  const known = await asked(browser);
  const [a, b] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    a.push(...await theirs(browser));
    b.push(...await ours(browser, known));
  }
  const what = `forward, ${name}, wasm, one thread`;
  say(what, `ONNX Runtime Web ${version}`, a);
  say(what, "ours", b);
  if (!json) console.log(`ratio of the medians: ${(at(b, 0.5) / at(a, 0.5)).toFixed(2)}`);
  say(`a digit read as the page shows it, ${name}`, "ours", await shown(browser));
  await browser.close();
}
server.close();
