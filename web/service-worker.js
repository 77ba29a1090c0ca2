// Keeps the files of one release, so that the explorer works without a network. All of a page's files come from
// one release: a page that is open keeps its own until it is closed, whatever lies on the server by then.
// `cargo xtask hook` writes the name of the release and its files, each with its hash, into these two lines.
const RELEASE = "";
const FILES = {};

// Several explorers may lie in folders of one host.
const PREFIX = `gptnet-explorer ${registration.scope} `;
const CACHE = PREFIX + RELEASE;

// The worker on WebGPU is seventeen times as large as the other, and few need it: it is kept once it is used.
const isKeptLater = (path) => path in FILES && path.includes("/worker-gpu");

// A file of this release and nothing else: the server may have another by now, or the browser's cache what once
// came wrong, which a server that is only asked whether it has changed lets stand.
const right = (path) => {
  const ask = (cache) => fetch(path, { cache, integrity: FILES[path] });
  return ask("no-cache").catch(() => ask("reload"));
};

const install = async () => {
  const cache = await caches.open(CACHE);
  const keep = async (path) => cache.put(path, await right(path));
  try {
    await Promise.all(Object.keys(FILES).filter((path) => !isKeptLater(path)).map(keep));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
};

// Older releases go when no page but the one that has just been opened is there to need them.
const tidy = async () => {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = pages.filter(({ url }) => url.startsWith(registration.scope));
  if (open.length > 1 || registration.installing || registration.waiting) return;
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
};

// This release's file, else that of an older one, whose page is still open: the names of files that differ
// between releases and are asked for later hold a hash.
const kept = async (path) => {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  for (const name of [CACHE, ...names]) {
    const response = await caches.match(path, { cacheName: name });
    if (response) return response;
  }
};

const answer = async (path, request) => {
  const known = await kept(path);
  // With an address of its own an answer would take the query from a worker's.
  if (known) return request.destination === "worker" ? new Response(known.body, known) : known;
  if (!isKeptLater(path)) return fetch(request);
  try {
    const response = await right(path);
    const copy = response.clone();
    caches.open(CACHE).then((cache) => cache.put(path, copy)).catch(console.info);
    return response;
  } catch {
    // The page gets what there is, and says what is wrong with it.
    return fetch(request);
  }
};

self.addEventListener("install", (event) => event.waitUntil(install()));

self.addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// What offline.js asks for.
self.addEventListener("message", (event) => {
  if (event.data === "activate") self.skipWaiting();
  if (event.data === "tidy") event.waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const address = origin + pathname;
  // The workers keep the weights themselves.
  if (request.method !== "GET" || !address.startsWith(registration.scope)) return;
  if (address.endsWith(".safetensors.gz")) return;
  const path = address.slice(registration.scope.length).replace(/^(index\.html)?$/, "./");
  event.respondWith(answer(path, request));
});
