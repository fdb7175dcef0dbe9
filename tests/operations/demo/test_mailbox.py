"""The demonstration's mailbox shows the letters that were kept as files, and answers them as Mailgun would hand it on."""

from pathlib import Path

import httpx
import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from tests.channels.letters import MAILGUN, SIGNING_KEY
from tests.channels.requests import request

from baraza.channels.email.mailgun import Mailgun
from baraza.messaging.contract import Mail
from baraza.operations.demo import mailbox

READER = "ayanda@example.org"
ANSWERS = "reply+1_mi-2026-abc123_aaaaaaaaaaaaaaaa@in.city.example"


def kept(directory: Path, *, sender: str, subject: str) -> None:
    mail = EmailMessage(subject, "##- Answer -##\n\nNews", sender, [READER], reply_to=[ANSWERS])
    EmailBackend(file_path=str(directory)).send_messages([mail])


def test_only_the_letters_of_the_organisation_are_shown(tmp_path: Path) -> None:
    kept(tmp_path, sender="City <reports@city.example>", subject="News")
    kept(tmp_path, sender="Other <reports@other.example>", subject="Theirs")
    (found,) = mailbox.letters(directory=tmp_path, domain="city.example")
    assert (found.subject, found.reader, found.answers_to) == ("News", READER, ANSWERS)


def test_an_answer_passes_as_a_letter_that_mailgun_forwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path, sender="City <reports@city.example>", subject="News")
    (letter,) = mailbox.letters(directory=tmp_path, domain="city.example")
    posted: list[httpx.Request] = []

    def take(url: str, **form: object) -> httpx.Response:
        posted.append(httpx.Request("POST", url, data=form["data"], files=form["files"]))  # type: ignore[arg-type] # as given
        return httpx.Response(200)

    monkeypatch.setattr(httpx, "post", take)
    photo = ("tap.jpg", b"\xff\xd8photo", "image/jpeg")
    answer = mailbox.Answer(letter=letter, sender=READER, text="Still leaking.", photo=photo)
    assert mailbox.send(url="http://127.0.0.1:1/in/", signing_key=SIGNING_KEY, answer=answer) == 200
    raw = request(posted[0].read(), headers={"content-type": posted[0].headers["content-type"]})
    assert Mailgun().verify(request=raw, connection=MAILGUN) is True
    (item,) = Mailgun().items(request=raw, connection=MAILGUN)
    (found,) = Mailgun().parse(item=item, connection=MAILGUN, previous=None)
    assert isinstance(found, Mail)
    assert (found.words, found.sender.email, len(found.photos)) == ("Still leaking.", READER, 1)
    assert "1_mi-2026-abc123_aaaaaaaaaaaaaaaa" in found.tokens
