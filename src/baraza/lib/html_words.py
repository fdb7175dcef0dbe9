"""The words of an HTML letter as plain lines; what it quotes of an earlier letter begins with ">", as in plain text."""

import re
from collections import Counter
from html import unescape
from typing import Final

# What is longer was not written by a person.
_LONGEST: Final = 200_000
_DEEPEST: Final = 400
_UNSEEN: Final = frozenset({"head", "style", "script", "title", "template", "noscript", "svg"})
_VOID: Final = frozenset({"br", "hr", "img", "meta", "link", "input", "wbr", "col", "area", "base", "source"})
_LINES: Final = frozenset(
    {
        *("address", "article", "blockquote", "center", "div", "dl", "dt", "dd", "footer", "form", "h1", "h2", "h3"),
        *("h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tbody", "tr", "ul", "br"),
    }
)
# How mail programs mark what they quote: Gmail, Outlook, Yahoo, Proton, Thunderbird.
_QUOTING: Final = frozenset(
    {
        *("gmail_quote", "gmail_attr", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix", "zmail_extra"),
        *("divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container"),
    }
)
_SIGNING: Final = frozenset({"gmail_signature", "moz-signature", "ms-outlook-mobile-signature", "signature"})


_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})([^<>]{0,1500})>")
_ATTRIBUTE: Final = re.compile(r"""\b(class|id|style)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


def html_words(html: str) -> str:
    """Reads what mail programs write, in a time that grows with the length and no faster, whatever somebody made up."""
    reader = _Reader()
    reader.read(_without_comments(html[:_LONGEST]))
    return reader.words()


def _without_comments(html: str) -> str:
    kept, at = [], 0
    while (begins := html.find("<!--", at)) >= 0:
        kept.append(html[at:begins])
        ends = html.find("-->", begins)
        at = len(html) if ends < 0 else ends + 3
    return "".join([*kept, html[at:]])


class _Reader:
    def __init__(self) -> None:
        self._open: list[tuple[str, str]] = []
        self._names: Counter[str] = Counter()
        self._lines: list[str] = []
        self._line: list[str] = []
        self._unseen = self._quoted = 0

    def words(self) -> str:
        self._end_line()
        return "\n".join(self._lines)

    def read(self, html: str) -> None:
        at = 0
        for tag in _TAG.finditer(html):
            self._text(html[at : tag.start()])
            at = tag.end()
            if tag[1]:
                self._end(tag[2].lower())
            else:
                self._begin(tag[2].lower(), tag[3])
        self._text(html[at:])

    def _text(self, written: str) -> None:
        if written and not self._unseen:
            self._line.append(unescape(written))

    def _begin(self, tag: str, attributes: str) -> None:
        if tag in _LINES:
            self._end_line()
        if tag in _VOID or attributes.endswith("/") or len(self._open) >= _DEEPEST:
            return
        kind = _kind(tag, attributes)
        self._open.append((tag, kind))
        self._names[tag] += 1
        self._count(kind, 1)

    def _end(self, tag: str) -> None:
        if tag in _LINES:
            self._end_line()
        while self._names[tag]:
            name, kind = self._open.pop()
            self._names[name] -= 1
            self._count(kind, -1)
            if name == tag:
                return

    def _count(self, kind: str, by: int) -> None:
        if kind == "unseen":
            self._unseen += by
        elif kind == "quoted":
            if (self._quoted == 0) == (by > 0):
                self._end_line()
            self._quoted += by

    def _end_line(self) -> None:
        line, self._line = " ".join("".join(self._line).split()), []
        if line:
            self._lines.append(f"> {line}" if self._quoted else line)
        elif self._lines and self._lines[-1]:
            self._lines.append("")


def _kind(tag: str, written: str) -> str:
    """Whether what stands inside is left out, or said by somebody else."""
    attributes = {found[1].lower(): (found[2] or found[3] or found[4] or "") for found in _ATTRIBUTE.finditer(written)}
    names = {*attributes.get("class", "").lower().split(), attributes.get("id", "").lower()}
    style = attributes.get("style", "").replace(" ", "").lower()
    if tag in _UNSEEN or "display:none" in style or names & _SIGNING:
        return "unseen"
    return "quoted" if tag == "blockquote" or names & _QUOTING else ""
