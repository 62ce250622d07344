/* A message with pictures goes to the server as a form of its own; one without goes as every other form of the page.
   What is too much is said before anything is sent. Without this script the browser posts the form itself. */
(() => {
  const say = (form, input, text) => {
    const line = form.querySelector("#" + input.id + "-said");
    input.setAttribute("aria-invalid", text ? "true" : "false");
    if (!line) return;
    line.textContent = text;
    line.hidden = !text;
  };
  const wrong = ({ files, dataset, accept }) => {
    if (files.length > Number(dataset.most)) return dataset.tooMany;
    for (const file of files) {
      if (file.size > Number(dataset.bytes)) return dataset.tooLarge;
      if (file.type && !accept.split(",").includes(file.type)) return dataset.other;
    }
    return "";
  };

  const send = async (form, input) => {
    const button = form.querySelector('[type="submit"]');
    if (button.disabled) return;
    button.disabled = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { accept: "application/json" },
      });
      const told = await answer.json();
      if (!answer.ok) { say(form, input, told.message || input.dataset.lost); return; }
      if (told.href && told.href.split("?")[0] !== location.pathname) { location.assign(told.href); return; }
      form.reset();
      form.querySelector("textarea")?.focus();
    } catch {
      say(form, input, input.dataset.lost);
    } finally {
      button.disabled = false;
    }
  };

  // on the window and before anybody else: the page's own handler must not send the words without the pictures
  addEventListener("submit", (event) => {
    const form = event.target;
    const input = form instanceof HTMLFormElement ? form.querySelector('input[type="file"][data-most]') : null;
    if (!input?.files.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const text = wrong(input);
    say(form, input, text);
    if (!text) send(form, input);
  }, true);
  addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches('input[type="file"][data-most]')) {
      say(target.form, target, target.files.length ? wrong(target) : "");
    }
  });
})();
