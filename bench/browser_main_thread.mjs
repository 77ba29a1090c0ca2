// The longest task of the page's main thread while the site's worker explains all components of one digit after
// the other, in Chromium: as this machine runs, and four times slower, as a cheap phone does.
//
//     npm install puppeteer-core
//     cargo xtask build
//     node bench/browser_main_thread.mjs [/usr/bin/chromium] [--json]
//
// A task over 50 ms is what browsers call long: the page does not answer the reader meanwhile. The figure is the
// longest of any digit, from the change of the address until the heatmaps of every seed are drawn; the spread is over
// the digits. It is the time that the thread computes, which other programs do not lengthen. What the page does at
// its start is not in it.

import { createRequire } from "node:module";
import { join } from "node:path";

import { serve } from "./served.mjs";

const require = createRequire(join(process.cwd(), "package.json"));
const puppeteer = require("puppeteer-core");
const words = process.argv.slice(2).filter((word) => word !== "--json");
const json = words.length < process.argv.length - 2;
const DIGITS = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5].map((digit, seed) => [digit, seed + 10]);
const PATIENCE = { timeout: 120_000 };

const { server, address: site } = await serve();
const address = `${site}/?backend=cpu`;

async function explained(page, digit, seed) {
  await page.waitForSelector(`main[data-class="${digit}"][data-seed="${seed}"][aria-busy="false"]`, PATIENCE);
  const drawn = () => {
    const maps = [...document.querySelectorAll(".strip .small")];
    return maps.length > 0 && maps.every((map) => map.querySelector(".relevance"));
  };
  await page.waitForFunction(drawn, PATIENCE);
}

/// The milliseconds of the longest task of a page's main thread, from what was traced.
function longest(trace) {
  const { traceEvents } = JSON.parse(Buffer.from(trace).toString());
  const main = traceEvents.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const threads = new Set(main.map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = traceEvents.filter(({ name, pid, tid }) => name === "RunTask" && threads.has(`${pid} ${tid}`));
  return tasks.reduce((most, { tdur }) => Math.max(most, (tdur ?? 0) / 1000), 0);
}

async function tasks(browser, slower) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(`${address}#/explain?class=6&seed=1`);
  await explained(page, 6, 1);
  await page.emulateCPUThrottling(slower);
  const times = [];
  for (const [digit, seed] of DIGITS) {
    await page.tracing.start({ categories: ["disabled-by-default-devtools.timeline"] });
    await page.evaluate((to) => { location.hash = to; }, `#/explain?class=${digit}&seed=${seed}`);
    await explained(page, digit, seed);
    times.push(longest(await page.tracing.stop()));
  }
  await page.close();
  return times;
}

const at = (times, share) => times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))];

const browser = await puppeteer.launch({ executablePath: words[0] ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
if (!json) console.log(await browser.version());
for (const [slower, machine] of [[1, ""], [4, ", four times slower"]]) {
  const times = await tasks(browser, slower);
  const [low, value, high] = [0.1, 1, 1].map((share) => Number(at(times, share).toFixed(1)));
  const what = `longest main-thread task while all components are explained${machine}`;
  if (json) console.log(JSON.stringify({ what, by: "ours", value, unit: "ms", spread: [low, high] }));
  else console.log(`${what}: ${value} ms (${low} to ${high}; median ${at(times, 0.5).toFixed(1)})`);
}
await browser.close();
server.close();
