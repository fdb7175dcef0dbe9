// Passkeys: turns the server's options into what the browser asks for, and the answer into JSON for the form.
const encode = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const decode = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

export function startPasskeys() {
  // An address without https, or one that is a number, has no passkeys at all.
  const usable = window.PublicKeyCredential && window.isSecureContext && !/^[\d.]+$|^\[/.test(location.hostname);
  if (!usable) return;
  for (const note of document.querySelectorAll("[data-ba-passkey-missing]")) note.hidden = true;
  for (const form of document.querySelectorAll("[data-ba-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run(form);
    });
  }
}

async function run(form) {
  const problem = form.querySelector("[data-ba-passkey-problem]");
  const button = form.querySelector("button");
  problem.hidden = true;
  button.disabled = true;
  try {
    const options = (await optionsOf(form)).publicKey;
    const answer = form.dataset.baPasskey === "add" ? await add(options) : await ask(options);
    form.elements.credential.value = JSON.stringify(answer);
    form.submit();
  } catch (error) {
    problem.textContent = error.name === "NotAllowedError" ? problem.dataset.cancelled : problem.dataset.failed;
    problem.hidden = false;
    button.disabled = false;
    button.focus();
  }
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const response = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`options ${response.status}`);
  return response.json();
}

const known = (list) => (list ?? []).map((one) => ({ ...one, id: decode(one.id) }));

async function add(options) {
  const publicKey = {
    ...options,
    challenge: decode(options.challenge),
    user: { ...options.user, id: decode(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
  };
  const made = await navigator.credentials.create({ publicKey });
  const { attestationObject, clientDataJSON } = made.response;
  return described(made, {
    attestationObject: encode(attestationObject),
    clientDataJSON: encode(clientDataJSON),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function ask(options) {
  const publicKey = { ...options, challenge: decode(options.challenge), allowCredentials: known(options.allowCredentials) };
  const found = await navigator.credentials.get({ publicKey });
  const { authenticatorData, clientDataJSON, signature, userHandle } = found.response;
  return described(found, {
    authenticatorData: encode(authenticatorData),
    clientDataJSON: encode(clientDataJSON),
    signature: encode(signature),
    userHandle: userHandle ? encode(userHandle) : null,
  });
}

function described(credential, response) {
  const clientExtensionResults = credential.getClientExtensionResults();
  return { id: credential.id, rawId: encode(credential.rawId), type: credential.type, response, clientExtensionResults };
}
