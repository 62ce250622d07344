/* Push messages to this browser: asks for permission on a click only, and tells the server where the browser is reached. */
(() => {
  if (window.emporiumPush) return;
  window.emporiumPush = true;

  const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  const box = () => document.querySelector("[data-push-key]");

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };

  async function markOf(subscription) {
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint));
    return [...new Uint8Array(hash)].map((part) => part.toString(16).padStart(2, "0")).join("");
  }

  async function present() {
    const worker = await navigator.serviceWorker.getRegistration("/");
    return worker ? worker.pushManager.getSubscription() : null;
  }

  async function post(path, value) {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(value),
    });
    if (!answer.ok) {
      const said = await answer.json().catch(() => ({}));
      throw Object.assign(new Error(said.error || ""), { said: said.error });
    }
  }

  /* What this browser can and does: it stands in data-state, and the stylesheet shows what fits. */
  async function look() {
    const place = box();
    if (!place) return;
    let state = "off";
    let mark = "";
    if (!can) state = "none";
    else if (Notification.permission === "denied") state = "blocked";
    else {
      const subscription = await present().catch(() => null);
      mark = subscription ? await markOf(subscription) : "";
      if (mark && place.dataset.pushKnown.split(" ").includes(mark)) state = "on";
    }
    if (place.dataset.state !== state) place.dataset.state = state;
    for (const row of document.querySelectorAll("[data-mark]")) {
      const here = row.dataset.mark === mark ? "true" : "false";
      if (row.dataset.here !== here) row.dataset.here = here;
    }
  }

  async function turnOn(place) {
    if ((await Notification.requestPermission()) !== "granted") {
      throw Object.assign(new Error(), { said: place.dataset.refused });
    }
    await navigator.serviceWorker.register("/sw.js");
    const worker = await navigator.serviceWorker.ready;
    const key = bytes(place.dataset.pushKey);
    const wish = { userVisibleOnly: true, applicationServerKey: key };
    let subscription;
    try {
      subscription = await worker.pushManager.subscribe(wish);
    } catch (error) {
      /* one that was made with another key of ours has to go first */
      const old = error.name === "InvalidStateError" ? await worker.pushManager.getSubscription() : null;
      if (!old) throw error;
      await old.unsubscribe();
      subscription = await worker.pushManager.subscribe(wish);
    }
    await post("/push/device", subscription.toJSON());
  }

  async function turnOff() {
    const subscription = await present();
    if (!subscription) return;
    await post("/push/device/off", { endpoint: subscription.endpoint });
    await subscription.unsubscribe();
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("#push-on, #push-off") : null;
    const place = box();
    if (!button || !place) return;
    const said = document.getElementById("push-said");
    said.textContent = "";
    button.setAttribute("aria-busy", "true");
    (button.id === "push-on" ? turnOn(place) : turnOff())
      .then(() => window.location.reload())
      .catch((error) => {
        said.textContent = error.said || place.dataset.failed;
        look();
      })
      .finally(() => button.removeAttribute("aria-busy"));
  });

  /* The page comes and goes without a document of its own, and its list of devices changes while it is there. */
  const fresh = "[data-push-key]:not([data-state]), [data-mark]:not([data-here])";
  new MutationObserver((changes) => {
    if (document.querySelector(fresh) || changes.some((change) => change.type === "attributes")) look();
  }).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["data-push-known"] });
  look();
})();
