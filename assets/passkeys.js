/* Passkeys: a button with data-passkey asks the device and hands its answer to the server. */
(() => {
  if (window.emporiumPasskeys) return;
  window.emporiumPasskeys = true;

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const words = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function post(path, value) {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(value),
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.error);
    return said;
  }

  async function made(options) {
    const key = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: listed(options.excludeCredentials),
      },
    });
    return {
      attestationObject: words(key.response.attestationObject),
      clientDataJSON: words(key.response.clientDataJSON),
      transports: key.response.getTransports ? key.response.getTransports() : [],
      key,
    };
  }

  async function shown(options) {
    const key = await navigator.credentials.get({
      publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: listed(options.allowCredentials) },
    });
    return {
      authenticatorData: words(key.response.authenticatorData),
      clientDataJSON: words(key.response.clientDataJSON),
      signature: words(key.response.signature),
      userHandle: key.response.userHandle ? words(key.response.userHandle) : null,
      key,
    };
  }

  async function run(button) {
    const { passkey: what, face = "shop", next = "", connect = "" } = button.dataset;
    const form = button.closest("form");
    const field = (name) => (form && form.elements[name] ? form.elements[name].value : "");
    const options = await post("/auth/passkey/begin", { what, password: field("passkey_password") });
    const { key, ...response } = what === "new" ? await made(options) : await shown(options);
    const credential = {
      id: key.id,
      rawId: words(key.rawId),
      type: key.type,
      response,
      clientExtensionResults: key.getClientExtensionResults(),
    };
    const answer = { what, credential, name: field("passkey_name"), face, next, connect };
    const done = await post("/auth/passkey/finish", answer);
    window.location.assign(done.to);
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-passkey]") : null;
    if (!button) return;
    event.preventDefault();
    const place = document.getElementById(button.getAttribute("aria-describedby"));
    if (place) place.textContent = "";
    button.setAttribute("aria-busy", "true");
    run(button)
      .catch((error) => {
        const dropped = error.name === "NotAllowedError" || error.name === "AbortError";
        const known = dropped || error.name !== "Error" ? "Your device gave no passkey. Nothing was changed." : error.message;
        if (place) place.textContent = known;
      })
      .finally(() => button.removeAttribute("aria-busy"));
  });
})();
