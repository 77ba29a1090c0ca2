// Starts the page, or says in words what is in its way. A plain script and not a module, because it has to
// run where modules do not. Trunk.toml puts the names of the page's files into its element.
(() => {
  const { src, dataset } = document.currentScript;
  const program = new URL(dataset.js, src);
  const wasm = new URL(dataset.wasm, src);

  // What came in the place of one of some files, in words, where that can be told. The page asks, too (client.rs).
  const whatCame = async (...addresses) => {
    for (const address of addresses) {
      const name = String(address).split("/").pop();
      const signal = AbortSignal.timeout(5000);
      const answer = await fetch(address, { cache: "force-cache", signal });
      if (!answer.ok) return `the server answers ${answer.status} for ${name}`;
      const start = await (await answer.blob()).slice(0, 100).text();
      if (!start) return `${name} came empty`;
      if (/^\s*<(!doctype|html|\?xml)/i.test(start)) return `an HTML page came instead of ${name}`;
    }
  };
  self.whatCame = whatCame;

  // A reload alone would take from the browser's cache whatever came wrong.
  const tryAgain = async ({ target }) => {
    target.disabled = true;
    const renew = async (address) => (await fetch(address, { cache: "reload" })).arrayBuffer();
    const named = [...document.querySelectorAll("link[href], script[src]")];
    await Promise.allSettled([program, wasm, ...named.map((one) => one.href ?? one.src)].map(renew));
    location.reload();
  };

  const say = (what, advice, error) => {
    const page = document.getElementById("page");
    const lines = [what, advice, error && `The browser says: ${error.message || error}`];
    page.replaceChildren(
      ...lines.filter(Boolean).map((text) => {
        const line = document.createElement("p");
        line.textContent = text;
        return line;
      }),
    );
    page.className = "stopped";
    page.setAttribute("role", "alert");
    return page;
  };

  // The same of the program's files, which may come as they should the next time.
  const sayOfFiles = async (what, advice, error) => {
    const came = await whatCame(program, wasm).catch(() => undefined);
    const page = say(what, came ? `The reason: ${came}.` : advice, error);
    const button = document.createElement("button");
    button.textContent = "Try again";
    button.addEventListener("click", tryAgain);
    page.append(button);
  };

  const begin = async () => {
    if (location.protocol === "file:") {
      return say(
        "The explorer was opened as a file, and browsers run no WebAssembly from there.",
        "Serve its folder over HTTP: “cargo xtask serve” does, and so does any static server.",
      );
    }
    if (typeof WebAssembly !== "object") {
      return say(
        "The explorer computes in WebAssembly, which this browser does not have or has switched off.",
        "Any current browser has it; some switch it off in a lockdown or strict security mode.",
      );
    }
    try {
      // The smallest module there is: refused only where a policy forbids all of them.
      new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    } catch (error) {
      return say(
        "This host's content-security policy forbids WebAssembly, in which the explorer computes.",
        "Its script-src has to allow 'wasm-unsafe-eval'.",
        error,
      );
    }
    let start;
    try {
      ({ default: start } = await import(program));
    } catch (error) {
      return sayOfFiles(
        "The explorer's program could not be loaded.",
        "The connection may have failed, a file may have come incomplete, or the server sends JavaScript as another type than text/javascript.",
        error,
      );
    }
    try {
      await start({ module_or_path: wasm });
    } catch (error) {
      return sayOfFiles(
        "The explorer's program could not be started.",
        "A file may have come incomplete, or this browser may be too old: it needs WebAssembly with SIMD.",
        error,
      );
    }
    // Only a page that works is kept for when there is no network.
    import(new URL("offline.js", src)).catch(console.info);
  };
  begin();
})();
