// Starts a worker's program, which lies beside this file.
const { href } = self.location;
const { searchParams } = new URL(href);
const program = searchParams.get("engine") === "gpu" ? "worker-gpu" : "worker";

// Holds a lock as long as the worker runs, by which the page learns that it is gone (lifeline.rs). Browsers may refuse.
const hold = (name) =>
  new Promise((held) => {
    const lock = navigator.locks?.request(name, () => {
      held();
      return new Promise(() => {});
    });
    if (lock) lock.catch(held);
    else held();
  });

try {
  await hold(searchParams.get("lock"));
  const { default: start } = await import(new URL(`${program}.js`, href));
  await start({ module_or_path: new URL(`${program}_bg.wasm`, href) });
} catch (error) {
  // Where the page hears it: nobody listens to a promise of a worker.
  setTimeout(() => {
    throw new Error(`its files could not be loaded (${error.message ?? error})`);
  });
}
