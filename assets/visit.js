/* From page to page without a new document. A link's page is asked for as data, put into the state, and only then
   shown, so it paints complete. Whatever is unusual (another person signed in meanwhile, another language, a newer
   build, a refusal, no network, an address that is no page) goes the browser's own way. */
(() => {
  const root = document.documentElement;
  const PRODUCT = /^\/p\//, KEY = "emporium:places", FRESH = 2000, PATIENT = 150, RESTS = 80, QUIET = 150, MOST = 60;
  const OPEN = /^\/($|[pcs]\/|search$|stores$|collections(\/|$))/;

  const boot = (() => { try { return JSON.parse(document.getElementById("boot-state").textContent); } catch { return {}; } })();
  const mark = JSON.stringify(boot[""] ?? null);
  const router = () => globalThis.__reactRouterDataRouter;
  const here = (url) => url.pathname + url.search;
  const keyOf = (url) => url.pathname + url.search.replace(/([?&])v=[^&]*&?/, "$1").replace(/[?&]$/, "");

  // ---- which addresses are pages, and what code they need
  let table;
  const routes = () => (table ??= Object.values(globalThis.__reactRouterManifest?.routes ?? {})
    .filter((route) => route.id !== "root" && !(route.path ?? "").includes("*") && route.path !== "404")
    .map(({ id, path, module, imports }) => ({
      id, parts: (path ?? "").split("/").filter(Boolean), files: [module, ...imports],
    })));
  const face = (path) => /^\/(vendor|admin)(\/|$)/.exec(path)?.[1] ?? "shop";
  const route = (url) => {
    const parts = url.pathname.split("/").filter(Boolean);
    const fits = routes().filter((one) => one.parts.length === parts.length
      && one.parts.every((part, at) => part.startsWith(":") || part === parts[at]));
    const open = (one) => one.parts.filter((part) => part.startsWith(":")).length;
    return fits.sort((a, b) => open(a) - open(b))[0];
  };
  let store, dispatch, drive, seen, drawn;
  const page = (url) => drive && url.origin === location.origin && route(url);
  const soft = (url) => mark !== "null" && page(url) && face(url.pathname) === face(location.pathname);

  // ---- asking
  const asked = new Map();
  const ask = (address, how = "1") => {
    for (const [one, { at }] of asked) if (performance.now() - at > FRESH) asked.delete(one);
    const known = asked.get(address);
    if (known) return known.answer;
    const answer = fetch(address, { headers: { "x-visit": how }, redirect: "manual" })
      .then((told) => (told.status === 200 && told.headers.get("content-type") === "application/json" ? told.json() : null))
      .catch(() => null);
    asked.set(address, { at: performance.now(), answer });
    return answer;
  };
  // what has been brought is handed to the router: to import it once more would take another turn of the loop
  const brought = new Map();
  const code = (url) => {
    const { id, files } = route(url);
    if (!brought.has(id)) {
      brought.set(id, Promise.all(files.map((file) => import(file))).then(([module]) => {
        const known = globalThis.__reactRouterRouteModules;
        if (known) known[id] ??= module;
        return true;
      }, () => { brought.delete(id); return false; }));
    }
    return brought.get(id);
  };
  const LIKELY = { shop: ["/p/x", "/search", "/s/x", "/cart"], vendor: ["/vendor/orders"], admin: ["/admin/orders"] };
  const fetchAhead = () => {
    if (navigator.connection?.saveData) return;
    const files = LIKELY[face(location.pathname)].flatMap((path) => route(new URL(path, location.href))?.files ?? []);
    for (const href of new Set(files)) {
      if (!document.head.querySelector(`link[href="${href}"]`)) {
        document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href }));
      }
    }
  };

  // ---- where one was on each page
  const places = (() => { try { return new Map(JSON.parse(sessionStorage.getItem(KEY) || "[]")); } catch { return new Map(); } })();
  const entry = () => history.state?.key ?? "first " + here(location);
  let at = entry(), returning = false;
  const note = () => { places.delete(at); places.set(at, Math.round(scrollY)); };
  const keep = () => {
    try { sessionStorage.setItem(KEY, JSON.stringify([...places].slice(-MOST))); } catch { /* no room: then not */ }
  };
  const comeBack = (to) => {
    const until = performance.now() + 4000, address = here(location);
    let acted = false;
    const act = () => { acted = true; };
    const signs = ["wheel", "touchstart", "keydown", "pointerdown"];
    signs.forEach((sign) => addEventListener(sign, act, { once: true, passive: true }));
    returning = true;
    const step = () => {
      const shown = !drive || seen === address;
      if (shown && !acted) scrollTo({ top: to, behavior: "instant" });
      const there = shown && document.body.dataset.hydrated === "true" && Math.abs(scrollY - to) < 2;
      if (!there && !acted && here(location) === address && performance.now() < until) { requestAnimationFrame(step); return; }
      signs.forEach((sign) => removeEventListener(sign, act));
      returning = false;
      note();
    };
    requestAnimationFrame(step);
  };

  // ---- a row of links that scrolls sideways shows the one somebody is at
  const reveal = () => {
    for (const link of document.querySelectorAll('nav [aria-current="page"]')) {
      const row = link.closest("nav");
      if (row.scrollWidth <= row.clientWidth) continue;
      const [one, all] = [link.getBoundingClientRect(), row.getBoundingClientRect()];
      if (one.left < all.left || one.right > all.right) row.scrollLeft += one.left + one.width / 2 - all.left - all.width / 2;
    }
  };
  reveal();

  // ---- going
  let turn = 0, waiting = null, fill = null;
  // the router tells its listeners twice of each way: that it sets out, which nothing here shows, and that it is there,
  // which React would draw a slice at a time. The next page, its content and its address are drawn at once instead: those
  // who listened last first, because what the first one does is drawn before it returns
  let listeners = [], heard = false, back = false;
  const tell = (state, options) => {
    if ((fill || back) && state.navigation.state !== "idle") return;
    const turns = fill, now = fill || back;
    fill = null;
    back = false;
    if (turns?.elsewhere) wait(turns.open);
    turns?.();
    globalThis.__turning = turns && turns.elsewhere;
    root.toggleAttribute("data-turning", Boolean(globalThis.__turning));
    for (const listener of listeners) listener(state, now ? { ...options, flushSync: true } : options);
    globalThis.__turning = false;
  };
  // a shop page that was turned to is read live, which can wait until it is on the screen; what somebody does does not
  const send = WebSocket.prototype.send;
  let unsent = null, due;
  WebSocket.prototype.send = function (data) {
    if (unsent) unsent.push([this, data]); else send.call(this, data);
  };
  const go = () => {
    clearTimeout(due);
    const held = unsent ?? [];
    unsent = null;
    root.removeAttribute("data-turning");
    for (const [socket, data] of held) if (socket.readyState === WebSocket.OPEN) send.call(socket, data);
  };
  const wait = (holding) => {
    if (holding) unsent ??= [];
    clearTimeout(due);
    due = setTimeout(go, QUIET);
  };
  for (const sign of ["pointerdown", "keydown", "pagehide"]) addEventListener(sign, go, { capture: true, passive: true });
  let made;
  Object.defineProperty(globalThis, "__reactRouterDataRouter", {
    configurable: true,
    get: () => made,
    set: (one) => {
      made = one;
      const listen = one.subscribe;
      one.subscribe = (listener) => {
        listeners = [listener, ...listeners];
        if (!heard) { heard = true; listen(tell); }
        return () => { listeners = listeners.filter((other) => other !== listener); };
      };
    },
  });
  // who chooses among filters goes on choosing: what was unfolded stays so, and the choice stays under the finger. Filters
  // that stand beside the list stay where they are by themselves: there, what they leave is shown from its beginning
  const folds = () => [...document.querySelectorAll("main details[id]")].map((one) => [one.id, one.open]);
  const above = (one, other) => one.getBoundingClientRect().top - (other?.getBoundingClientRect().top ?? 0);
  const hold = (chosen) => ({
    focused: chosen?.id, folded: folds(), inside: chosen && above(chosen, chosen.closest("[data-held]")), y: scrollY,
    top: chosen && above(chosen),
  });
  const stay = (chosen, was) => {
    for (const [id, open] of was.folded) {
      const one = document.getElementById(id);
      if (one instanceof HTMLDetailsElement) one.open = open;
    }
    const held = chosen && chosen.closest("[data-held]");
    if (!held) return false;
    if (getComputedStyle(held).position === "sticky") {
      const list = held.parentElement, room = parseFloat(getComputedStyle(list).scrollMarginBlockStart) || 0;
      scrollTo({ top: Math.min(was.y, above(list) + scrollY - room), behavior: "instant" });
      held.scrollTop += above(chosen, held) - was.inside;
    } else {
      scrollBy({ top: above(chosen) - was.top, behavior: "instant" });
    }
    return true;
  };
  const placeOf = (url) => url.hash && document.getElementById(decodeURIComponent(url.hash.slice(1)));
  const focus = (to) => {
    if (to.tabIndex < 0) to.tabIndex = -1;
    to.focus({ preventScroll: true });
  };
  const settle = (url, was, from) => {
    at = entry();
    const place = placeOf(url);
    const same = from === url.pathname && was.focused && document.getElementById(was.focused);
    const stays = from === url.pathname && !place && stay(same, was);
    if (place) place.scrollIntoView(); else if (!stays) scrollTo({ top: 0, behavior: "instant" });
    note();
    keep();
    const to = same || place || document.querySelector("main h1") || document.querySelector("main");
    if (to) focus(to);
  };
  const visit = async (url, options, chosen = document.activeElement) => {
    const mine = ++turn, address = here(url), from = location.pathname;
    const slow = setTimeout(() => { root.dataset.visiting = ""; }, PATIENT);
    const [told, ready] = await Promise.all([ask(address), code(url)]);
    asked.delete(address);
    clearTimeout(slow);
    if (mine !== turn) return;
    if (!told || !ready || JSON.stringify(told[""]) !== mark) { leave(url, options); return; }
    note();
    const was = hold(chosen);
    const own = () => Object.entries(told).forEach(([name, values]) => dispatch[name]?.(values));
    own.elsewhere = from !== url.pathname && !url.hash;
    own.open = OPEN.test(url.pathname);
    // a link that goes away while it has the focus would have the half-drawn page laid out
    if (own.elsewhere && chosen instanceof HTMLAnchorElement) chosen.blur();
    fill = own;
    waiting = () => queueMicrotask(() => { if (mine === turn) settle(url, was, from); });
    try {
      await drive(address + url.hash, options);
    } finally {
      delete root.dataset.visiting;
      if (fill === own) fill = null;
    }
  };

  const leave = (url, options) => (options?.replace ? location.replace(url.href) : location.assign(url.href));

  // to a place on the page itself
  const jump = async (url) => {
    note();
    await drive(here(url) + url.hash);
    at = entry();
    const place = placeOf(url);
    if (!place) return;
    place.scrollIntoView();
    focus(place);
  };
  const within = (url) => url.hash && here(url) === here(location);

  // what the server still has to say about the page before, because it was asked while that was shown, would push the
  // content of this one away until it is read live. What a page's state holds names the address it is of
  const OF = "page_key_rx_state_", holds = new Map(Object.entries(boot).map(([name, values]) => [name, values?.[OF]]));
  const settled = (dispatchers) => {
    const given = { ...dispatchers };
    for (const [name, apply] of Object.entries(given)) {
      dispatchers[name] = (values) => {
        const of = values[OF];
        if (of && of !== drawn && holds.get(name) === drawn) return;
        if (of) holds.set(name, of);
        apply(values);
      };
      given[name] = (values) => {
        if (values[OF]) holds.set(name, values[OF]);
        apply(values);
      };
    }
    return given;
  };

  // every way the app itself goes: its links, what handlers send people to. Back and forward stay the router's own
  globalThis.__enter = (dispatchers, shown) => {
    if (store !== dispatchers) [store, dispatch] = [dispatchers, settled(dispatchers)];
    [drawn, seen] = [keyOf(shown), here(shown)];
    waiting?.();
    waiting = null;
    requestAnimationFrame(reveal);
    if (drive || !router()) return;
    drive = router().navigate.bind(router());
    router().navigate = async (to, options) => {
      if (typeof to === "number") return drive(to, options);
      const path = typeof to === "string" ? to : (to.pathname ?? "") + (to.search ?? "") + (to.hash ?? "");
      const url = new URL(path, location.href);
      if (!page(url) || within(url)) return drive(to, options);
      return soft(url) ? visit(url, options) : leave(url, options);
    };
  };

  // a variant that is chosen on the page stands in its address: it can be shared, and is there after a reload
  new MutationObserver((changes) => {
    const sku = changes.at(-1).target.dataset.variant, url = new URL(location);
    if (!sku || url.searchParams.get("v") === sku || !PRODUCT.test(url.pathname)) return;
    url.searchParams.set("v", sku);
    history.replaceState(history.state, "", url);
    seen = here(url);
  }).observe(root, { subtree: true, attributes: true, attributeFilter: ["data-variant"] });

  const linkOf = (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.button > 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
    if ((link.target && link.target !== "_self") || link.hasAttribute("download") || link.rel.includes("external")) return null;
    const url = new URL(link.href);
    // from a product to itself (its reviews in another order) the variant that was chosen stays
    const variant = PRODUCT.test(location.pathname) && new URL(location).searchParams.get("v");
    if (variant && url.pathname === location.pathname && !url.searchParams.has("v")) url.searchParams.set("v", variant);
    return soft(url) ? url : null;
  };
  // a pointer that comes to a link brings the code of its page; one that rests there, the content too, where reading it
  // counts nothing (the server is told that nobody has gone there yet)
  let rest;
  addEventListener("pointerover", (event) => {
    clearTimeout(rest);
    const url = event.target.closest?.("a[href]") && linkOf(event);
    if (!url || here(url) === here(location)) return;
    code(url);
    if (event.pointerType === "mouse" && OPEN.test(url.pathname) && !navigator.connection?.saveData) {
      rest = setTimeout(() => ask(here(url), "early"), RESTS);
    }
  }, { passive: true });
  addEventListener("pointerdown", (event) => {
    const url = event.pointerType === "mouse" && linkOf(event);
    if (url && !within(url)) { ask(here(url)); code(url); }
  });
  addEventListener("click", (event) => {
    const url = !event.defaultPrevented && linkOf(event);
    if (!url) return;
    event.preventDefault();
    if (within(url)) jump(url); else visit(url, { replace: here(url) === here(location) }, event.target.closest("a[href]"));
  });
  addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== "get" || form.target) return;
    const url = new URL(event.submitter?.formAction || form.action);
    url.search = new URLSearchParams([...new FormData(form, event.submitter)].filter(([, value]) => typeof value === "string"));
    if (!soft(url)) return;
    event.preventDefault();
    visit(url, {}, event.submitter ?? form);
  });

  addEventListener("load", () => setTimeout(() => (globalThis.requestIdleCallback ?? setTimeout)(fetchAhead), 2500));
  history.scrollRestoration = "manual";
  addEventListener("scroll", () => { if (!returning) note(); }, { passive: true });
  addEventListener("pagehide", keep);
  addEventListener("popstate", () => {
    turn++;
    fill = null;
    back = true;
    delete root.dataset.visiting;
    at = entry();
    comeBack(places.get(at) ?? 0);
  });
  if (performance.getEntriesByType("navigation")[0]?.type !== "navigate" && places.get(at)) comeBack(places.get(at));
})();
