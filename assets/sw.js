// Without a network a page shows that, instead of the browser's own error. Nothing else is kept: prices and stock
// that are not today's would be worse than none.
const KEPT = "emporium-offline-1";
const PARTS = ["/offline.html", "/tokens.css", "/components.css", "/favicon.svg"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(PARTS)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate") {
    event.respondWith(fetch(event.request).catch(() => caches.match("/offline.html")));
  } else if (PARTS.includes(new URL(event.request.url).pathname)) {
    event.respondWith(fetch(event.request).catch(() => caches.match(event.request, { ignoreSearch: true })));
  }
});

// What is pushed comes encrypted for this browser. A message that is sent again takes the place of the first one.
self.addEventListener("push", (event) => {
  let said = {};
  try {
    said = event.data ? event.data.json() : {};
  } catch {
    said = {};
  }
  const { title = "Emporium", body = "", id, url = "/", lang = "", dir = "auto" } = said;
  const more = { body, lang, dir, icon: "/favicon.svg", data: { url }, ...(id ? { tag: id } : {}) };
  event.waitUntil(self.registration.showNotification(title, more));
});

// The browser moved to another address of its push service: the server hears of it, also while no tab is open.
self.addEventListener("pushsubscriptionchange", (event) => {
  const tell = (path, value) =>
    fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(value) });
  const move = async () => {
    const { oldSubscription: old, newSubscription: given } = event;
    const fresh = given ?? (old && (await self.registration.pushManager.subscribe(old.options)));
    if (fresh) await tell("/push/device", fresh.toJSON());
    if (old) await tell("/push/device/off", { endpoint: old.endpoint });
  };
  event.waitUntil(move());
});

// A tab that shows it comes to the front; else it gets one of its own, so that nothing half-typed is lost.
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const wanted = new URL(event.notification.data?.url || "/", self.location.origin);
  const target = wanted.origin === self.location.origin ? wanted.href : self.location.origin;
  const show = (tabs) => {
    const open = tabs.find((tab) => tab.url === target);
    return open ? open.focus() : self.clients.openWindow(target);
  };
  event.waitUntil(self.clients.matchAll({ type: "window", includeUncontrolled: true }).then(show));
});
