// Times the heatmaps of all components of a digit in Chromium, in WebAssembly on one thread, and says how many
// readings of the digit they take: four components, types and orientations, by three methods.
//
//     npm install puppeteer-core
//     cargo build -p web --example components --no-default-features --features worker --target wasm32-unknown-unknown
//     wasm-bindgen --target web --no-typescript --out-dir FOLDER TARGET/wasm32-unknown-unknown/debug/examples/components.wasm
//     node bench/browser_components.mjs FOLDER [/usr/bin/chromium] [--json]

import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { serve } from "./served.mjs";

const require = createRequire(join(process.cwd(), "package.json"));
const puppeteer = require("puppeteer-core");
const words = process.argv.slice(2).filter((word) => word !== "--json");
const json = words.length < process.argv.length - 2;
const [folder, executablePath = "/usr/bin/chromium"] = words;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

const worker = `
import init, { measure } from "/components/components.js";
await init();
const weights = await (await fetch("/gptnet-web.safetensors")).arrayBuffer();
try { postMessage({ times: await measure(new Uint8Array(weights)) }); } catch (error) { postMessage({ error }); }
`;

function other(path) {
  if (path === "/empty") return { text: "<!doctype html>" };
  if (path === "/gptnet-web.safetensors") return { file: join(root, "weights", path) };
  return path.startsWith("/components/") ? { file: join(folder, path.slice(12)) } : {};
}

const at = (times, share) => times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))];

function say(what, unit, times) {
  const [low, value, high] = [0.1, 0.5, 0.9].map((share) => Number(at(times, share).toPrecision(4)));
  if (json) console.log(JSON.stringify({ what, by: "ours", value, unit, spread: [low, high] }));
  else console.log(`${what}: ${value} ${unit} (${low} to ${high})`);
}

const { server, address } = await serve(other);
const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox"] });
if (!json) console.log(await browser.version());
const page = await browser.newPage();
await page.goto(`${address}/empty`);
const { times, error } = await page.evaluate((text, base) => new Promise((resolve) => {
  const url = URL.createObjectURL(new Blob([text.replaceAll('"/', `"${base}/`)], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => resolve({ error: message ?? "the worker did not start" });
}), worker, address);
await browser.close();
server.close();
if (error) throw new Error(error);
const { forward, components, row } = JSON.parse(times);
const reading = at(forward, 0.5);
say("all components of a digit, Chromium", "ms", components);
say("all components of a digit, Chromium, in readings of it", "readings", components.map((time) => time / reading));
say("a further heatmap of a site, Chromium", "readings", row.map((time) => time / reading));
