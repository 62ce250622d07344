/* A menu that is a `details.chooser` shuts when somebody touches beside it, presses Escape or has chosen. */
(() => {
  const others = (inside) => [...document.querySelectorAll("details.chooser[open]")].filter((one) => one !== inside);
  addEventListener("pointerdown", (event) => {
    for (const one of others(event.target.closest?.("details.chooser"))) one.open = false;
  });
  addEventListener("focusin", (event) => {
    for (const one of others(event.target.closest?.("details.chooser"))) one.open = false;
  });
  addEventListener("keydown", (event) => {
    const one = event.key === "Escape" && others()[0];
    if (one) { one.open = false; one.querySelector("summary").focus(); }
  });
  addEventListener("click", (event) => {
    const one = event.target.closest?.("details.chooser a")?.closest("details.chooser");
    if (one) one.open = false;
    // the way from open filters to what they leave
    const done = event.target.closest?.("[data-shuts]"), to = done && document.getElementById(done.dataset.shuts);
    if (!to) return;
    done.closest("details").open = false;
    to.tabIndex = -1;
    to.focus({ preventScroll: true });
    done.closest("details").scrollIntoView({ block: "start", behavior: "instant" });
  });
})();
