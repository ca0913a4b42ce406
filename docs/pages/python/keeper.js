// The service worker: it keeps Python, and the pages that were visited, for the next visit and without a network.
//
// What its name or its folder gives a version is taken from what was kept; everything else is asked for anew, and what
// was kept of it serves where no answer comes.

const KEPT = "course-1";
const FIXED = /\/pyodide\/v[\d.]+\/full\/|\/python\/pyodide-[^/]+\/|\/python\/(course|lock)-[^/]+$/;
const ELSEWHERE = /\/lite\//; // JupyterLite has one of its own

// The reply goes on to the page as it comes in, so that its bar moves, and is kept beside that.
async function fetchAndKeep(cache, event) {
  const { request } = event;
  const reply = await fetch(request);
  if (reply.status === 200) event.waitUntil(keep(cache, request, reply.clone()));
  return reply;
}

async function fixed(cache, event) {
  return await cache.match(event.request.url) ?? fetchAndKeep(cache, event);
}

async function anew(cache, event) {
  const { request } = event;
  try {
    return await fetchAndKeep(cache, event);
  } catch (error) {
    const kept = await cache.match(request.url, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

// Keep a reply in place of others that had another version of its name. A full disk keeps nothing.
async function keep(cache, request, reply) {
  const family = request.url.match(/^(.*\/python\/(?:course|lock))-[^/]+$/)?.[1];
  if (family) {
    for (const { url } of await cache.keys()) if (url.startsWith(`${family}-`)) await cache.delete(url);
  }
  await cache.put(request.url, reply).catch(() => {});
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const ours = request.url.startsWith(self.registration.scope) && !ELSEWHERE.test(request.url);
  const answer = FIXED.test(request.url) ? fixed : anew;
  if (request.method !== "GET" || !(ours || answer === fixed)) return;
  event.respondWith(caches.open(KEPT).then((cache) => answer(cache, event)));
});
