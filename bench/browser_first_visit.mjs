// How long a first visit takes in Chromium, from the start of the navigation and with nothing in any cache: until a
// digit grows on the front door, until an answer about it stands there, both with the weights blocked, and until a
// digit is explained.
//
//     npm install puppeteer-core
//     cargo xtask build
//     node bench/browser_first_visit.mjs [/usr/bin/chromium] [--json]
//
// The site comes from this machine, so the figures are what the browser has to do, without what a network adds.

import { createRequire } from "node:module";
import { join } from "node:path";

import { serve } from "./served.mjs";

const require = createRequire(join(process.cwd(), "package.json"));
const puppeteer = require("puppeteer-core");
const words = process.argv.slice(2).filter((word) => word !== "--json");
const json = words.length < process.argv.length - 2;
const VISITS = 7;
const PATIENCE = { timeout: 120_000 };
const ROWS = [
  { what: "a digit grows, first visit, weights blocked", route: "", sign: "main[data-act=grow]:not([data-step='0'])" },
  { what: "an answer stands, first visit, weights blocked", route: "#/?act=read", sign: "main[data-act=read] .named" },
  { what: "a digit is explained, first visit", route: "#/explain", sign: "main[data-class][aria-busy=false]", weights: true },
];

let blocked = false;
const isWeights = (path) => path.includes(".safetensors");
const { server, address } = await serve((path) => (blocked && isWeights(path) ? { file: "" } : {}));

/// Milliseconds until an element is in the page, as its own clock says at the next frame.
async function visit(browser, { route, sign, weights }) {
  blocked = !weights;
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.evaluateOnNewDocument((sign) => {
    const look = () => {
      if (document.querySelector(sign)) window.seen = performance.now();
      else requestAnimationFrame(look);
    };
    look();
  }, sign);
  await page.goto(`${address}/?backend=cpu${route}`);
  await page.waitForFunction("window.seen", PATIENCE);
  const seen = await page.evaluate("window.seen");
  await context.close();
  return seen;
}

const at = (times, share) => times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))];

const browser = await puppeteer.launch({ executablePath: words[0] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
if (!json) console.log(await browser.version());
for (const row of ROWS) {
  const times = [];
  for (let turn = 0; turn < VISITS; turn++) times.push(await visit(browser, row));
  const [low, value, high] = [0.1, 0.5, 0.9].map((share) => Math.round(at(times, share)));
  if (json) console.log(JSON.stringify({ what: row.what, by: "ours", value, unit: "ms", spread: [low, high] }));
  else console.log(`${row.what}: ${value} ms (${low} to ${high})`);
}
await browser.close();
server.close();
