"""The words that mean the same at every step and in every language: back, menu, cancel, help, language, a person."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

LONGEST_COMMAND = 40


class Command(StrEnum):
    BACK = "back"
    MENU = "menu"
    CANCEL = "cancel"
    HELP = "help"
    LANGUAGE = "language"
    PERSON = "person"
    CONTINUE = "continue"


@dataclass(frozen=True, kw_only=True)
class Order:
    """A command as it was given; `language` is set when a language was named outright."""

    command: Command
    language: str = ""


# English, Afrikaans, isiZulu, isiXhosa; a person may use any of them whatever the session's language.
WORDS: dict[str, Command] = {
    **dict.fromkeys(
        (
            *("back", "go back", "previous", "terug", "gaan terug", "vorige"),
            *("emuva", "buyela emuva", "buyela", "buyela emva", "emva", "umva"),
        ),
        Command.BACK,
    ),
    **dict.fromkeys(
        (
            *("menu", "main menu", "start", "start again", "start over", "restart", "begin again", "reset"),
            *("kieslys", "hoofkieslys", "begin oor", "begin weer", "herbegin"),
            *("imenyu", "imenyu enkulu", "qala", "qala kabusha", "qala phansi", "qala kwakhona", "qala ngokutsha"),
        ),
        Command.MENU,
    ),
    **dict.fromkeys(("cancel", "exit", "quit", "kanselleer", "los dit", "khansela", "rhoxisa"), Command.CANCEL),
    **dict.fromkeys(
        (
            *("help", "help me", "help please", "please help", "?", "hulp", "help my", "help asb"),
            *("usizo", "ngisize", "ngicela usizo", "uncedo", "ndincede", "ndicela uncedo"),
        ),
        Command.HELP,
    ),
    **dict.fromkeys(
        (
            *("language", "change language", "taal", "verander taal"),
            *("ulimi", "shintsha ulimi", "ulwimi", "tshintsha ulwimi"),
        ),
        Command.LANGUAGE,
    ),
    **dict.fromkeys(("agent", "person", "human", "operator", "mens", "persoon", "umuntu", "umntu"), Command.PERSON),
}
GREETINGS = frozenset(
    {
        *(
            "hi",
            "hey",
            "hello",
            "hi there",
            "hello there",
            "good day",
            "good morning",
            "good afternoon",
            "good evening",
        ),
        *("hallo", "goeie dag", "goeiedag", "goeie more", "goeie môre", "goeiemore", "goeiemôre", "goeie middag"),
        *("goeiemiddag", "goeie naand", "goeienaand", "sawubona", "sanibonani", "molo", "molweni"),
    }
)
NUMBERED_BACK = "0"
NUMBERED_MENU = "00"

# As their speakers write them, which is also what a person may write to switch.
OWN_NAMES: dict[str, str] = {
    "en": "English",
    "af": "Afrikaans",
    "zu": "isiZulu",
    "xh": "isiXhosa",
    "rw": "Ikinyarwanda",
    "fil": "Filipino",
}
LANGUAGE_NAMES: dict[str, str] = {
    **dict.fromkeys(("english", "engels", "isingisi", "isingesi"), "en"),
    **dict.fromkeys(("afrikaans", "isibhunu", "isibhulu"), "af"),
    **dict.fromkeys(("isizulu", "zulu", "zoeloe"), "zu"),
    **dict.fromkeys(("isixhosa", "xhosa"), "xh"),
    **dict.fromkeys(("kinyarwanda", "ikinyarwanda"), "rw"),
    **dict.fromkeys(("filipino", "tagalog"), "fil"),
}


def plain(text: str) -> str:
    """The words alone, for comparing: case, width, blanks and the punctuation around them do not count."""
    words = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    bare = words.strip(" .,;:!\"'()\u2018\u2019\u201c\u201d\u2026\ufe0f\u20e3")
    return bare.rstrip("? ") or bare


def recognise(*, text: str, at_home: bool, numbered: bool, languages: tuple[str, ...]) -> Order | None:
    """The command that is the whole of `text`, or None. `numbered`: 0 and 00 stand on this menu."""
    if len(text) > LONGEST_COMMAND:
        return None
    words = plain(text)
    if words in WORDS:
        return Order(command=WORDS[words])
    if at_home and words in GREETINGS:
        return Order(command=Command.MENU)
    if numbered and words == NUMBERED_BACK:
        return Order(command=Command.BACK)
    if numbered and words == NUMBERED_MENU:
        return Order(command=Command.MENU)
    language = LANGUAGE_NAMES.get(words, "")
    return Order(command=Command.LANGUAGE, language=language) if language in languages else None
