"""The messages that are approved beforehand for the time outside a channel's window, as the resident reads them in English."""

from dataclasses import dataclass
from typing import Final

UPDATE: Final = "complaint_update"
ANSWER_WAITING: Final = "complaint_answer_waiting"

# As docs/runbooks/first-organisation.md asks for them; {{1}} is the reference, {{2}} the words.
BODIES: Final = {
    UPDATE: "Your report {{1}}: {{2}}. Reply to this message to tell us more.",
    ANSWER_WAITING: "There is an answer to your report {{1}}. Reply to this message to read it.",
}
# Meta refuses long parameters; longer words are announced and read once the resident has written again.
LONGEST_WORDS: Final = 900


@dataclass(frozen=True, kw_only=True)
class Preview:
    name: str
    text: str


def preview(*, name: str, reference: str, words: str) -> Preview:
    return Preview(name=name, text=BODIES[name].replace("{{1}}", reference).replace("{{2}}", words))
