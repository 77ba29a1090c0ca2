// Starts a worker's program. The build is in the address of each file, so that a cache never mixes two.
const { href } = self.location;
const query = new URL(href).searchParams;
const program = query.get("engine") === "gpu" ? "worker-gpu" : "worker";
const file = (name) => new URL(`./${name}?build=${query.get("build")}`, href);
try {
  const { default: start } = await import(file(`${program}.js`));
  await start({ module_or_path: file(`${program}_bg.wasm`) });
} catch (error) {
  // Where the page hears it: nobody listens to a promise of a worker.
  setTimeout(() => {
    throw new Error(`its files could not be loaded (${error.message ?? error})`);
  });
}
