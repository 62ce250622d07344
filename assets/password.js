/* Password fields: the eye shows what is typed; a new one says how good it is. Length counts most, as it does for who
   guesses (NIST SP 800-63B, appendix A); what is too common is told by the server when the form is sent. */
(() => {
  const STRONG = 16, MIXED = 12;

  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest(".reveal") : null;
    const field = button?.parentElement.querySelector("input");
    if (!field) return;
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    field.focus({ preventScroll: true });
  });

  const kinds = (text) => [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(text)).length;
  const grade = (text, least) => {
    const length = [...text].length;
    if (length < least || new Set(text).size < 5) return "short";
    return length >= STRONG || (length >= MIXED && kinds(text) >= 3) ? "strong" : "good";
  };

  document.addEventListener("input", ({ target }) => {
    const line = target instanceof HTMLInputElement ? target.closest(".field")?.querySelector(".strength") : null;
    if (!line) return;
    const found = target.value ? grade(target.value, Number(line.dataset.least)) : "";
    line.dataset.grade = found;
    const bar = line.querySelector(".progress > span"), words = line.querySelector("[role=status]");
    bar.style.setProperty("--v", `${Math.min(100, Math.round(([...target.value].length / STRONG) * 100))}%`);
    const said = found ? line.dataset[found] : "";
    if (words.textContent !== said) words.textContent = said;
  });

  // a form is sent with the field as a password, so that the browser offers to keep it and shows it to nobody behind one
  document.addEventListener("submit", ({ target }) => {
    for (const button of target.querySelectorAll('.reveal[aria-pressed="true"]')) {
      button.parentElement.querySelector("input").type = "password";
      button.setAttribute("aria-pressed", "false");
    }
  }, true);
})();
