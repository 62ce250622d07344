/* The search field: "/" reaches it, arrows walk through what is suggested, Escape shuts it. What was looked for is
   kept in this browser alone and never sent. A switch on the help page turns the key off, for people whose software
   presses keys (WCAG 2.2, 2.1.4). */
(() => {
  const KEY = "emporium:searches", KEYS = "emporium:keys", MOST = 6;
  const field = () => document.getElementById("q");
  const form = () => field()?.closest("form");
  const recent = () => document.getElementById("recent-searches");

  const kept = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(found) ? found.filter((one) => typeof one === "string").slice(0, MOST) : [];
    } catch { return []; }
  };
  const keep = (words) => {
    const said = words.trim().slice(0, 80);
    if (!said) return;
    try {
      localStorage.setItem(KEY, JSON.stringify([said, ...kept().filter((one) => one !== said)].slice(0, MOST)));
    } catch { /* no room, or not allowed: then nothing is kept */ }
  };

  const keys = () => { try { return localStorage.getItem(KEYS) !== "off"; } catch { return true; } };
  const show = () => {
    document.documentElement.dataset.keys = keys() ? "on" : "off";
    for (const one of document.querySelectorAll("[data-keys-switch]")) one.checked = keys();
  };
  document.addEventListener("change", (event) => {
    if (!event.target.matches?.("[data-keys-switch]")) return;
    try { localStorage.setItem(KEYS, event.target.checked ? "on" : "off"); } catch { /* then it stays as it is */ }
    show();
  });
  new MutationObserver((changes) => {
    if (changes.some((one) => one.addedNodes.length)) show();
  }).observe(document.body, { childList: true, subtree: true });
  show();

  const options = () => [...(form()?.querySelectorAll('[role="option"]') ?? [])].filter((one) => one.offsetParent);
  const choose = (option) => {
    form()?.querySelectorAll('[aria-selected="true"]').forEach((one) => one.setAttribute("aria-selected", "false"));
    const input = field();
    if (!option) { input?.removeAttribute("aria-activedescendant"); return; }
    option.id ||= "suggested-" + options().indexOf(option);
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const chosen = () => options().find((one) => one.getAttribute("aria-selected") === "true");
  const open = (yes) => form()?.toggleAttribute("data-shut", !yes);

  const element = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };
  const draw = () => {
    const panel = recent(), words = kept(), input = field();
    if (!panel || !input) return;
    panel.hidden = input.value.trim() !== "" || !words.length;
    if (panel.hidden) return;
    const list = element("div", { role: "listbox", ariaLabel: panel.dataset.title });
    words.forEach((one) => list.append(
      element("a", { role: "option", ariaSelected: "false", className: "palette__item", href: "/search?q=" + encodeURIComponent(one) },
        form().querySelector(":scope > svg").cloneNode(true), element("span", { textContent: one }), element("span", {}))));
    const clear = element("button", { type: "button", className: "text-btn", textContent: panel.dataset.clear });
    clear.addEventListener("click", () => {
      try { localStorage.removeItem(KEY); } catch { /* nothing was kept */ }
      panel.hidden = true;
      field()?.focus();
    });
    panel.replaceChildren(
      element("div", { className: "split" }, element("div", { className: "palette__label", textContent: panel.dataset.title }), clear),
      list);
  };

  document.addEventListener("focusin", (event) => { if (event.target === field()) { open(true); draw(); } });
  document.addEventListener("input", (event) => {
    if (event.target === field()) { open(true); choose(null); draw(); }
  });
  document.addEventListener("submit", (event) => { if (event.target === form()) keep(field().value); }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="/search?q="]');
    if (link && form()?.contains(link)) keep(new URL(link.href).searchParams.get("q") || "");
  }, true);
  document.addEventListener("keydown", (event) => {
    const input = field();
    if (!input || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && keys() && !event.target.closest?.("input, textarea, select, [contenteditable]")) {
      event.preventDefault();
      input.focus();
      input.select();
      return;
    }
    if (event.target !== input) return;
    if (event.key === "Escape") {
      if (options().length) event.preventDefault();
      open(false);
      choose(null);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      open(true);
      const all = options(), place = all.indexOf(chosen());
      if (!all.length) return;
      event.preventDefault();
      const next = event.key === "ArrowDown" ? place + 1 : place < 0 ? all.length - 1 : place - 1;
      choose(all[next] ?? null);
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      chosen().click();
    }
  }, true);
})();
