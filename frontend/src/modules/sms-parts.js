// Says while somebody writes as how many SMS the words go, counted as channels/sms/limits.py counts them.
const ONCE = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const TWICE = "\f^{}\\[~]|€";
// The channel writes the plain sign for these where that alone keeps a text in the alphabet.
const PLAIN = { "…": "...", "\u00a0": " ", "\u202f": " ", "\u2009": " ", ...alike("‘’‚′", "'"), ...alike("“”„″«»", '"'), ...alike("‐‑‒–—−•", "-") };

export function startParts() {
  for (const line of document.querySelectorAll("[data-ba-parts]")) {
    const words = line.closest("form").querySelector("textarea");
    const hint = line.textContent;
    const count = () => tell(line, words.value ? saying(line.dataset, words.value) : hint);
    words.addEventListener("input", count);
    count();
  }
}

/** Only what changes is written, so that a screen reader says it once. */
function tell(line, text) {
  if (line.textContent !== text) line.textContent = text;
}

function saying({ baParts, one, several }, words) {
  const count = parts("-".repeat(Number(baParts)) + words.trim().replace(/\r?\n/g, "\n"));
  return count === 1 ? one : several.replace("{count}", count);
}

function parts(text) {
  const plain = [...text].map((sign) => PLAIN[sign] ?? sign).join("");
  const known = [...plain].every((sign) => ONCE.includes(sign) || TWICE.includes(sign));
  if (known) return joined([...plain].reduce((sum, sign) => sum + (TWICE.includes(sign) ? 2 : 1), 0), 160, 153);
  return joined(text.length, 70, 67);
}

function joined(units, alone, each) {
  return units <= alone ? 1 : Math.ceil(units / each);
}

function alike(signs, plain) {
  return Object.fromEntries([...signs].map((sign) => [sign, plain]));
}
