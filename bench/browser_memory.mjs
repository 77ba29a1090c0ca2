// What the explorer holds in memory while it explains one digit after the other, each with all its components.
//
//     npm install puppeteer-core
//     cargo xtask build
//     node bench/browser_memory.mjs [cpu | webgpu] [--digits 2000] [--every 100] [--components 99] [/usr/bin/chromium]
//
// A line for every hundred digits, after a collection of garbage: the memory of WebAssembly and the JavaScript heap, of
// the page and of its worker, the page's nodes, and what the processes of the page and of the GPU have in memory of
// their own, without files (on Linux).
// WebGPU is a software adapter, SwiftShader, where there is no other: it takes seconds for each map.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { serve } from "./served.mjs";

const require = createRequire(join(process.cwd(), "package.json"));
const puppeteer = require("puppeteer-core");
const number = (name, value) => [name, { type: "string", default: value }];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: Object.fromEntries([number("digits", "2000"), number("every", "100"), number("components", "99")]),
});
const [digits, every, components] = [values.digits, values.every, values.components].map(Number);
const [backend = "cpu", executablePath = "/usr/bin/chromium"] = positionals;
const MEBIBYTE = 2 ** 20;

const { server, address } = await serve();
const browser = await puppeteer.launch({
  executablePath,
  protocolTimeout: 0,
  args: ["--no-sandbox", "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"],
});
const page = await browser.newPage();
await page.goto(`${address}/?backend=${backend}#/explain?class=0&seed=0`);

/// Shows a digit and has its components explained, type and orientation, as a reader who clicks on each.
const explain = (digit, components) =>
  page.evaluate(async (digit, components) => {
    const shown = async (css) => {
      while (!document.querySelector(css)) {
        await new Promise((done) => setTimeout(done, 5));
        const trouble = document.querySelector(".trouble");
        if (trouble) throw new Error(trouble.innerText);
      }
    };
    const main = `main[data-class="${digit % 10}"][data-seed="${digit}"][aria-busy=false]`;
    location.hash = `#/explain?class=${digit % 10}&seed=${digit}`;
    await shown(main);
    const count = Math.min(components, document.querySelectorAll(".generator").length);
    for (let component = 1; component <= count; component++) {
      for (const output of ["y_g", "y_s"]) {
        const answer = `.generator:nth-child(${component}) .answer[data-output=${output}]`;
        document.querySelector(answer).click();
        await shown(`${main} ${answer}[aria-pressed=true]`);
      }
    }
    return 1 + 2 * count;
  }, digit, components);

/// Bytes of WebAssembly's memory and of JavaScript's heap in a page or worker, when garbage is collected. `program` is
/// its JavaScript; a program that has been started gives what it exports when it is started again.
async function held(session, program) {
  await session.send("HeapProfiler.collectGarbage");
  const { result } = await session.send("Runtime.evaluate", {
    expression: `(async () => (await (await import(${program})).default()).memory.buffer.byteLength)()`,
    awaitPromise: true,
    returnByValue: true,
  });
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return [result.value, usedSize];
}

const inPage = `(({ src, dataset }) => new URL(dataset.js, src))(document.querySelector("script[data-js]"))`;
const inWorker = `new URL(location.search.includes("engine=gpu") ? "worker-gpu.js" : "worker.js", location)`;

/// Bytes in memory that all processes of a kind have to themselves.
async function resident(kind) {
  const session = await browser.target().createCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const statuses = processInfo.filter(({ type }) => type === kind).map(({ id }) => readFile(`/proc/${id}/status`, "utf8"));
  const found = await Promise.allSettled(statuses);
  return found.reduce((sum, { value }) => sum + 1024 * Number(/RssAnon:\s*(\d+)/.exec(value ?? "")?.[1] ?? 0), 0);
}

const start = performance.now();
const pageSession = await page.createCDPSession();
let maps = 0;
console.log(`${await browser.version()}, ${backend}; MiB`);
console.log("digits | explanations | wasm: page, worker | heap: page, worker | nodes | processes: page and worker, GPU | seconds");
for (let digit = 1; digit <= digits; digit++) {
  maps += await explain(digit, components);
  if (digit % every === 0) {
    const [worker] = page.workers();
    const [here, there] = [await held(pageSession, inPage), await held(worker.client, inWorker)];
    const [heap, processes] = [[here[0], there[0], here[1], there[1]], [await resident("renderer"), await resident("GPU")]];
    const { nodes } = await pageSession.send("Memory.getDOMCounters");
    const seconds = Math.round((performance.now() - start) / 1000);
    const mebibytes = (bytes) => bytes.map((bytes) => (bytes / MEBIBYTE).toFixed(1));
    console.log([digit, maps, ...mebibytes(heap), nodes, ...mebibytes(processes), seconds].join(" | "));
  }
}
await browser.close();
server.close();
