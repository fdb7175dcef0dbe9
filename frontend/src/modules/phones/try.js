// What one could try: a touch writes it where it belongs; the person sends it.
const INPUTS = { chat: "phones-text", dial: "phones-dial" };

export function startTries(page) {
  for (const button of page.querySelectorAll("[data-try]")) {
    button.addEventListener("click", () => {
      const input = document.getElementById(INPUTS[button.dataset.try]);
      input.value = button.textContent.trim();
      input.focus();
    });
  }
}
