"""Texts as people and translators write them, and the channels that have to show them."""

from hypothesis import strategies as st

from baraza.conversation.engine.contract import Choice, Prompt, Want
from baraza.messaging.contract import Limits

USSD = Limits(text=160, alphabet="gsm7", one_message_per_turn=True)
WHATSAPP = Limits(
    text=4096,
    buttons=3,
    button_title=20,
    rows=10,
    row_title=24,
    row_description=72,
    list_button=20,
    interactive_body=1024,
    asks_location=True,
    takes_photos=True,
    window_hours=24,
)

_WORDS = st.one_of(
    st.sampled_from(
        ["Amanzi", "avuza", "emgwaqweni.", "Water", "leaks!", "Môre,", "€5", "[x]", "~", "\n", "ê", "isiXhosa"]
    ),
    st.sampled_from(["🚰", "👩🏽‍🔧", "🇿🇦", "مرحبا", "שלום", "水", "Ж", "e\u0301", "\u200f", "…", "“so”"]),
    st.text(max_size=12),
    st.integers(min_value=20, max_value=300).map(lambda length: "w" * length),
)
TEXTS = st.one_of(
    st.lists(_WORDS, max_size=30).map(" ".join),
    st.integers(min_value=1000, max_value=4096).map(lambda length: ("Lang en breed. " * 300)[:length]),
)
LABELS = st.one_of(st.lists(_WORDS, min_size=1, max_size=4).map(" ".join), st.sampled_from(["Yes", "No", ""]))


@st.composite
def prompts(draw: st.DrawFn, *, most_choices: int = 25) -> Prompt:
    number = draw(st.one_of(st.integers(0, 12), st.integers(0, most_choices)))
    labels = draw(st.lists(LABELS, min_size=number, max_size=number))
    return Prompt(
        text=draw(TEXTS),
        short=draw(st.one_of(st.just(""), TEXTS)),
        choices=tuple(
            Choice(id=f"c{index}", label=label, description=draw(st.sampled_from(["", "a hint", "long " * 20])))
            for index, label in enumerate(labels)
        ),
        wants=frozenset(draw(st.sets(st.sampled_from(Want)))),
        list_label=draw(st.sampled_from(["", "Choose", "A label that is too long for a list button"])),
        final=draw(st.booleans()),
    )


SAYINGS = st.lists(TEXTS, max_size=3).map(tuple)


def english(message: str, /, **parameters: object) -> str:
    return message % parameters if parameters else message
