// One's own account, and what every console page needs of it.
import { startPasskeys } from "./account-passkeys.js";
import { startTimeLimit } from "./account-time-limit.js";
import { startWords } from "./account-words.js";

export function startAccount() {
  startPasskeys();
  startTimeLimit();
  startWords();
}
