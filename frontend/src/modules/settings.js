// Settings: copy buttons, and the sample of colours that follows what is typed.
const SAMPLE_AFTER = 250;

export function startSettings() {
  for (const button of document.querySelectorAll("[data-ba-copy-field]")) offerCopy(button);
  followColours();
}

function offerCopy(button) {
  const field = document.getElementById(button.dataset.baCopyField);
  if (!field || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = button.parentElement.querySelector("[data-ba-copied]");
    try {
      await navigator.clipboard.writeText(field.value);
      if (said) said.textContent = said.dataset.baCopied;
    } catch {
      // Not allowed here: what is selected can be copied by hand.
      field.select();
    }
  });
}

function followColours() {
  const sheet = document.querySelector("link[data-ba-sample]");
  const fields = [...document.querySelectorAll("[data-ba-colour]")];
  if (!sheet || !fields.length) return;
  let waiting = 0;
  const show = () => {
    const query = new URLSearchParams(fields.map((field) => [field.name, field.value]));
    sheet.href = `${sheet.dataset.baSample}?${query}`;
  };
  for (const field of fields) {
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(show, SAMPLE_AFTER);
    });
  }
  // On a slow line somebody may have typed before this was here.
  if (fields.some((field) => field.value !== field.defaultValue)) show();
}
