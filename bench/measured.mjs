// Runs an example of the crate `web` in a worker in Chromium, and says what it measured.

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

/// What an example measures of some files of the checkout, which it is given as bytes.
export async function measured(example, files) {
  const worker = `
import init, { measure } from "/example/${example}.js";
await init();
const bytes = async (path) => new Uint8Array(await (await fetch("/checkout/" + path)).arrayBuffer());
const files = await Promise.all(${JSON.stringify(files)}.map(bytes));
try { postMessage({ times: await measure(...files) }); } catch (error) { postMessage({ error }); }
`;
  const other = (path) => {
    if (path === "/empty") return { text: "<!doctype html>" };
    if (path.startsWith("/checkout/")) return { file: join(root, path.slice(10)) };
    return path.startsWith("/example/") ? { file: join(folder, path.slice(9)) } : {};
  };
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
  return JSON.parse(times);
}

/// The value that a share of the others lies below.
export const at = (times, share) => times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))];

/// Says the middle of some values, and what a tenth of them lie below and above.
export function say(what, unit, times) {
  const [low, value, high] = [0.1, 0.5, 0.9].map((share) => Number(at(times, share).toPrecision(4)));
  if (json) console.log(JSON.stringify({ what, by: "ours", value, unit, spread: [low, high] }));
  else console.log(`${what}: ${value} ${unit} (${low} to ${high})`);
}
