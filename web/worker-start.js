// Starts a worker's program, which lies beside this file.
const { href } = self.location;
const program = new URL(href).searchParams.get("engine") === "gpu" ? "worker-gpu" : "worker";
try {
  const { default: start } = await import(new URL(`${program}.js`, href));
  await start({ module_or_path: new URL(`${program}_bg.wasm`, href) });
} catch (error) {
  // Where the page hears it: nobody listens to a promise of a worker.
  setTimeout(() => {
    throw new Error(`its files could not be loaded (${error.message ?? error})`);
  });
}
