"""A resident's mailbox for the demonstration: shows what was written to them, and answers as Mailgun would hand it on."""

import json
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Final

import httpx

from baraza.lib.authorities import trusted
from baraza.lib.signing import hmac_sha256_hex

_MOST_LETTERS: Final = 20
_MOST_FILES: Final = 200
# Django parts the letters of one file by this line.
_PARTED: Final = re.compile(rb"^-{79}$", re.MULTILINE)
_PARSER: Final = BytesParser(policy=default)


@dataclass(frozen=True, kw_only=True)
class InBox:
    """A letter as its reader sees it; without an `answers_to` it cannot be answered."""

    id: str
    reader: str
    subject: str
    text: str
    at: str
    answers_to: str


def letters(*, directory: Path, domain: str) -> list[InBox]:
    """Those of one organisation, by the domain that it writes from; the newest first."""
    files = sorted(directory.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:_MOST_FILES]
    found: list[InBox] = []
    for file in files:
        found += [letter for its_domain, letter in _in_file(file) if its_domain == domain]
        if len(found) >= _MOST_LETTERS:
            break
    return found[:_MOST_LETTERS]


def _in_file(file: Path) -> Iterator[tuple[str, InBox]]:
    for content in _PARTED.split(file.read_bytes()):
        if content.strip():
            mail = _PARSER.parsebytes(content.strip())
            assert isinstance(mail, EmailMessage)
            yield _heading(mail, "From").rpartition("@")[2].strip("> "), _in_box(mail)


def _in_box(mail: EmailMessage) -> InBox:
    body = mail.get_body(preferencelist=("plain",))
    return InBox(
        id=_heading(mail, "Message-ID"),
        reader=_heading(mail, "To"),
        subject=_heading(mail, "Subject"),
        text=str(body.get_content()) if body is not None else "",
        at=_heading(mail, "Date"),
        answers_to=_heading(mail, "Reply-To"),
    )


def _heading(mail: EmailMessage, name: str) -> str:
    return str(mail.get(name, ""))


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`sender` may be somebody else than who got the letter: what becomes of that can be tried, too."""

    letter: InBox
    sender: str
    text: str
    photo: tuple[str, bytes, str] | None = None


def send(*, url: str, signing_key: str, answer: Answer) -> int:
    """The status with which our door answers Mailgun's forward."""
    letter, timestamp, token = answer.letter, str(int(time.time())), secrets.token_hex(25)
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    headings = {
        "From": answer.sender,
        "To": letter.answers_to,
        "Subject": letter.subject if letter.subject.startswith("Re: ") else f"Re: {letter.subject}",
        "Message-ID": f"<{secrets.token_hex(12)}@mailbox.example>",
        "In-Reply-To": letter.id,
    }
    form = {
        "recipient": letter.answers_to,
        "sender": answer.sender,
        "from": answer.sender,
        "subject": headings["Subject"],
        "body-plain": f"{answer.text}\n\nOn {letter.at}, {letter.answers_to} wrote:\n{quoted}\n",
        "message-headers": json.dumps(list(headings.items())),
        "timestamp": timestamp,
        "token": token,
        "signature": hmac_sha256_hex(secret=signing_key, body=f"{timestamp}{token}".encode()),
    }
    files = {"attachment-1": answer.photo} if answer.photo else None
    return httpx.post(url, data=form, files=files, timeout=30, verify=trusted()).status_code
