/* Forms that are long. After one was sent, whoever sent it is brought to what is wrong, wherever on the page it is said.
   What is typed into a form with `data-kept` survives a reload of this tab; it is forgotten when the form is done with. */
(() => {
  const KEY = "emporium:typed", PATIENT = 20000, TYPED = "input:not([type]), input[type=text], input[type=email], textarea";

  // ---- to what is wrong
  let sent, until = 0;
  const drawn = (element) => element.getClientRects().length > 0;
  const first = (all) => [...all].find(drawn);
  const bring = () => {
    if (!sent?.isConnected || performance.now() > until) { sent = undefined; return; }
    const field = first(sent.querySelectorAll('[aria-invalid="true"]'));
    const said = field ? undefined : first(sent.querySelectorAll('[role="alert"], .field__error'));
    if (!field && !said) return;
    sent = undefined;
    if (said) said.tabIndex = -1;
    (field ?? said).focus({ preventScroll: true });
    (field ?? said).scrollIntoView({ block: "center", behavior: "instant" });
  };

  // ---- what was typed
  const store = () => { try { return JSON.parse(sessionStorage.getItem(KEY) || "{}"); } catch { return {}; } };
  const save = (kept) => { try { sessionStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* no room: nothing is kept */ } };
  const known = new WeakSet();
  const fill = () => {
    if (document.body.dataset.hydrated !== "true") return;
    const form = [...document.querySelectorAll("form[data-kept]")].find((one) => !one.closest("#first-paint"));
    if (!form || known.has(form)) return;
    known.add(form);
    const { of, typed } = store();
    if (of !== form.dataset.kept) return;
    for (const field of form.querySelectorAll(TYPED)) {
      if (field.name in typed && !field.value) field.value = typed[field.name];
    }
  };

  addEventListener("submit", ({ target }) => {
    if (!(target instanceof HTMLFormElement)) return;
    sent = target;
    until = performance.now() + PATIENT;
  }, true);
  addEventListener("input", ({ target }) => {
    const form = target.form;
    if (!form?.dataset.kept || !target.name || !target.matches(TYPED)) return;
    const { of, typed } = store();
    save({ of: form.dataset.kept, typed: { ...(of === form.dataset.kept ? typed : {}), [target.name]: target.value } });
  }, true);
  new MutationObserver(() => {
    if (sent) bring();
    fill();
    if (/^\/purchase\//.test(location.pathname)) try { sessionStorage.removeItem(KEY); } catch { /* nothing was kept */ }
  }).observe(document.documentElement, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["aria-invalid", "data-hydrated"],
  });
})();
