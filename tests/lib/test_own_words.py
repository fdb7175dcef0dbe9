"""What a person wrote is told from what their program added, without knowing their language; in doubt it stays."""

import pytest

from baraza.lib.html_words import html_words
from baraza.lib.own_words import own_words

MARK = "##- Answer above this line -##"
PLAIN = {
    "Gmail": (
        f"Still leaking.\n\nOn Sat, 21 Nov 2026 at 08:13, City\n<reply+x@in.example> wrote:\n\n> {MARK}\n> City",
        "Still leaking.",
    ),
    "Gmail in Afrikaans": (f"Dit lek.\n\nOp Sa. 21 Nov. 2026 om 08:13 het City <a@b.c> geskryf:\n> {MARK}", "Dit lek."),
    "Outlook": (
        "Yes.\n\n________________________________\nFrom: City <a@b.c>\nSent: Monday\nTo: me\nSubject: News\n\nHello",
        "Yes.",
    ),
    "Outlook without its line": (
        f"Ja.\n\nVan: City <a@b.c>\nGestuur: Ma\nAan: my\nOnderwerp: x\n\n{MARK}\nHello",
        "Ja.",
    ),
    "an old program": ("Yes.\n\n-----Original Message-----\nHello", "Yes."),
    "written below": (f"> {MARK}\n> Hello\n\nBelow is mine\n-- \nJo", "Below is mine"),
    "written between": ("> When?\nOn Monday\n> Where?\nAt the tap", "On Monday\nAt the tap"),
    "a telephone": ("Dit lek.\n\nGestuur vanaf my iPhone", "Dit lek."),
    "a list of their own": ("Name: Thandi\nStreet: Main\nEmail: t@x.y", "Name: Thandi\nStreet: Main\nEmail: t@x.y"),
    "an ordinary colon": ("These are broken:\n\n> tap\nboth", "These are broken:\nboth"),
    "nothing": (f"\n{MARK}\nHello", ""),
}
HTML = {
    "Gmail": (
        '<div dir="ltr">One &amp; two<div>three</div></div><div class="gmail_quote">X wrote:<p>old</p></div>',
        "One & two\nthree",
    ),
    "Apple Mail": ("<p>One</p><br><blockquote type='cite'><div>old</div></blockquote><p>after</p>", "One\n\nafter"),
    "Outlook": ('<style>p{x:1}</style><p>One</p><div id="divRplyFwdMsg">From: x</div>', "One"),
    "a signature": ('<p>One</p><div class="gmail_signature">Jo<br>Office</div>', "One"),
    "hidden words": ('<p>One</p><span style="display: none">pay here</span><!-- note -->', "One"),
    "tags that never end": ("<p>One<div><b>two</i></p> three", "One\ntwo\nthree"),
}


@pytest.mark.parametrize("name", sorted(PLAIN))
def test_of_plain_text_the_own_words_are_left(name: str) -> None:
    written, own = PLAIN[name]
    assert own_words(written) == own


@pytest.mark.parametrize("name", sorted(HTML))
def test_of_html_the_own_words_are_left(name: str) -> None:
    written, own = HTML[name]
    assert own_words(html_words(written)) == own


@pytest.mark.parametrize("bait", ["<!", "<a ", "<div>", "</", "<a b='", "##- ", "\n>", "A: b@c\n", "_", "-----"])
def test_after_very_much_that_somebody_made_up_the_words_are_still_found(bait: str) -> None:
    """What takes longer than the length of the text does not come to the end of this in minutes."""
    text = bait * (190_000 // len(bait))
    assert html_words(f"{text}<p>Leaking</p>").strip().endswith("Leaking")
    assert own_words(f"{text}\n\nLeaking").endswith("Leaking")
