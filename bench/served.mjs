// The built site on a server of its own, with other answers for paths of one's own.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), "dist");
const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".css": "text/css", ".svg": "image/svg+xml" };

const fromSite = (path) => join(dist, path === "/" ? "index.html" : path);

/// A server on a free port, and its address. `other` answers a path with a page's text or a file's path, or with
/// nothing where the site has the answer.
export async function serve(other = () => ({})) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    try {
      const { text, file = fromSite(path) } = other(path);
      const type = text ? "text/html" : types[extname(file)];
      const body = text ?? (await readFile(file));
      response.writeHead(200, { "content-type": type ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { server, address: `http://127.0.0.1:${server.address().port}` };
}
