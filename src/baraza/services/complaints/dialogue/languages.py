"""The language of people who have not chosen one: that of their words, where these are enough to tell."""

from baraza.capabilities.triage.queries import Guess
from baraza.conversation.engine.commands import OWN_NAMES
from baraza.conversation.engine.contract import Context, Go, Next, SwitchLanguage, Translate
from baraza.services.complaints.queries.guessing import guess_category

_SURE = 0.9
# What triage says at most of one or two words, which several languages may share.
_LIKELY = 0.5


def may_switch(context: Context, guess: Guess) -> bool:
    if context.language_known or guess.language not in context.languages:
        return False
    sure = guess.language_confidence >= _SURE
    return sure or (guess.is_confident and guess.language_confidence >= _LIKELY)


def other_languages(context: Context, guess: Guess, t: Translate) -> tuple[str, ...]:
    """Two words are little to know a language by: the others are named, and writing a name changes to it."""
    names = ", ".join(OWN_NAMES.get(code, code) for code in context.languages if code != guess.language)
    if not names or guess.language_confidence >= _SURE:
        return ()
    return (t("Another language? Write: %(names)s.", names=names),)


def in_their_language(context: Context, text: str, *, led: Go) -> Next:
    """As `led`; whoever has not chosen a language goes on in that of their words, which ask for a part of the menu."""
    if context.language_known or len(context.languages) == 1:
        return led
    guess = guess_category(text=text, language_hint=None)
    if guess.language not in context.languages or guess.language_confidence < _LIKELY:
        return Go(step="home")
    t = context.in_language(guess.language) if context.in_language else context.t
    say = (*led.say, *other_languages(context, guess, t))
    return SwitchLanguage(language=guess.language, step=led.step, put=led.put, say=say)
