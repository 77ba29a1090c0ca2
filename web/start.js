// Starts the page, or says in words what is in its way. A plain script and not a module, because it has to
// run where modules do not. Trunk.toml puts the names of the page's files into its element.
(() => {
  const { src, dataset } = document.currentScript;

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
  };

  const start = async () => {
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
    let program;
    try {
      program = await import(new URL(dataset.js, src));
    } catch (error) {
      return say(
        "The explorer's program could not be loaded.",
        "The connection may have failed, files may be missing, or the server sends JavaScript as another type than text/javascript. Reload to try again.",
        error,
      );
    }
    try {
      await program.default({ module_or_path: new URL(dataset.wasm, src) });
    } catch (error) {
      return say(
        "The explorer's program could not be started.",
        "It may have come incomplete, or this browser may be too old: it needs WebAssembly with SIMD. Reload to try again.",
        error,
      );
    }
    // Only a page that works is kept for when there is no network.
    import(new URL("offline.js", src)).catch(console.info);
  };
  start();
})();
