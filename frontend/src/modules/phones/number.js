// The resident's number, kept on this device so that a reload continues the same conversation.
const KEY = "baraza.phones.number";

export function keepNumber(input) {
  input.value = localStorage.getItem(KEY) || input.value;
  input.addEventListener("change", () => localStorage.setItem(KEY, input.value));
  return input;
}
