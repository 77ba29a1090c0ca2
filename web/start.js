// Starts the page. Trunk.toml puts the names of the page's files into this script's element.
const { js, wasm } = document.querySelector("script[data-wasm]").dataset;
const { default: start } = await import(js);
await start({ module_or_path: new URL(wasm, import.meta.url) });
