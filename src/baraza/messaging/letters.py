"""What e-mail has beside its words: a subject, a button that leads on, and the letterhead of who writes."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A text for a channel of letters; `link` is where its reader goes on, under the words of `link_label`.

    `about` is the reference of the matter, for whoever takes its reader's answer.
    """

    subject: str
    body: str
    link: str = field(default="", repr=False)
    link_label: str = ""
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """The organisation as its letters show it, and where the reader stops them; added when a letter is about to go.

    `colour` is six hexadecimal digits after a number sign. `stop_link` is a page and takes a POST without more (RFC 8058).
    """

    name: str
    language: str
    colour: str = ""
    logo: str = ""
    home: str = ""
    stop_link: str = field(default="", repr=False)
