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

// After a failure the browser's cache may hold what came wrong, and a module can only be asked for through it.
const renew = async (file) => (await fetch(file, { cache: "reload" })).arrayBuffer();

try {
  await hold(searchParams.get("lock"));
  const files = [`${program}.js`, `${program}_bg.wasm`].map((name) => new URL(name, href));
  if (searchParams.has("fresh")) await Promise.all(files.map(renew));
  const [code, module_or_path] = files;
  const { default: start } = await import(code);
  await start({ module_or_path });
} catch (error) {
  // Where the page hears it: nobody listens to a promise of a worker.
  setTimeout(() => {
    throw new Error(`its files could not be loaded (${error.message ?? error})`);
  });
}
