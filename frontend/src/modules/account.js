// One's own account, and what every console page needs of it.
import { startPasskeys } from "./account-passkeys.js";
import { startSupportTime } from "./account-support.js";
import { startTimeLimit } from "./account-time-limit.js";
import { startWords } from "./account-words.js";

export function startAccount() {
  startPasskeys();
  startTimeLimit();
  startSupportTime();
  startWords();
}
