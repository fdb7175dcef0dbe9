"""What residents answer by e-mail, through each provider that hands it on: one table of letters for all of them."""

import base64
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.channels.letters import MAILGUN, POSTMARK, SENDGRID, without
from tests.channels.mails import (
    BOX,
    READER,
    Written,
    mailed_by_mailgun,
    mailed_by_postmark,
    mailed_by_sendgrid,
    posted,
)
from tests.channels.requests import read

from baraza.channels.email.mailgun import Mailgun
from baraza.channels.email.postmark import Postmark
from baraza.channels.email.provider import LetterProvider
from baraza.channels.email.sendgrid import SendGrid
from baraza.core.ingress.contract import ConnectionFacts, RawRequest, Unreadable
from baraza.messaging.contract import Mail

Wrap = Callable[[Written], RawRequest]
PROVIDERS: dict[str, tuple[LetterProvider, ConnectionFacts, Wrap]] = {
    "mailgun": (Mailgun(), MAILGUN, mailed_by_mailgun),
    "sendgrid raw": (SendGrid(), SENDGRID, mailed_by_sendgrid),
    "sendgrid parsed": (SendGrid(), SENDGRID, lambda written: mailed_by_sendgrid(written, raw=False)),
    "postmark": (Postmark(), POSTMARK, mailed_by_postmark),
}
QUOTED = (
    "Dit lek nog steeds.\n\nOp Sa. 21 Nov. 2026 om 08:13 het Yourcity\n<reply@in.yourcity.example> geskryf:\n\n"
    "> ##- Antwoord bo hierdie lyn -##\n> Yourcity\n"
)
PICTURE = b"\xff\xd8\xff" + b"\x00\r\n--x\r\n" * 4000
EVERY = pytest.mark.parametrize("name", sorted(PROVIDERS))


def mail(name: str, written: Written) -> Mail:
    provider, connection, wrap = PROVIDERS[name]
    raw = wrap(written)
    assert provider.verify(request=raw, connection=connection) is True
    (found,) = read(provider, connection, raw)
    assert isinstance(found, Mail)
    return found


@EVERY
def test_an_answer_is_its_senders_words_and_the_token_that_it_brings_back(name: str) -> None:
    found = mail(
        name,
        Written(
            to="reply+1a_mi-2026-abc123_q@in.yourcity.example",
            text=QUOTED,
            headings={"In-Reply-To": "<0123.tok_en@yourcity.example>"},
        ),
    )
    assert (found.sender.email, found.sender.name) == (READER, "Aline")
    assert found.words == "Dit lek nog steeds."
    assert "1a_mi-2026-abc123_q" in found.tokens
    assert "tok_en" in found.tokens
    assert (found.subject, found.mail_id) == ("Re: News of report", "<CA+1@mail.example.org>")
    assert (found.automatic, found.doubtful, found.left) == ("", False, ())


@EVERY
def test_letters_in_other_charsets_and_without_plain_text_are_read(name: str) -> None:
    assert mail(name, Written(text="Die pyp lek, sê ek")).words == "Die pyp lek, sê ek"


@pytest.mark.parametrize("name", ["mailgun", "postmark"])
def test_a_letter_of_html_alone_is_read_without_what_it_quotes(name: str) -> None:
    html = "<p>Still <b>leaking</b></p><div class='gmail_quote'><p>##- Answer -##</p>Dear Aline</div>"
    assert mail(name, Written(text="", html=html)).words == "Still leaking"


def test_a_raw_letter_in_a_charset_that_does_not_exist_is_read() -> None:
    content = (
        f"From: <{READER}>\r\nTo: {BOX}\r\nSubject: =?x-none?q?a?=\r\nMessage-ID: <1@x.example>\r\n"
        "Content-Type: text/plain; charset=x-none\r\n\r\nLek nog\r\n"
    ).encode()
    raw = posted({"envelope": b"{}", "email": content}, {})
    (item,) = SendGrid().items(request=raw, connection=SENDGRID)
    (found,) = SendGrid().parse(item=item, connection=SENDGRID, previous=None)
    assert isinstance(found, Mail)
    assert found.words == "Lek nog"


@EVERY
def test_photos_come_along_as_they_were_and_other_files_are_named(name: str) -> None:
    provider, connection, wrap = PROVIDERS[name]
    raw = wrap(Written(files=(("../tap.jpg", "image/jpeg", PICTURE), ("bill.pdf", "application/pdf", b"%PDF"))))
    (item,) = provider.items(request=raw, connection=connection)
    assert [base64.b64decode(one["data"]) for one in item.payload["files"]] == [PICTURE]
    assert item.payload["left"] == ["bill.pdf"]
    (found,) = provider.parse(item=item, connection=connection, previous=None)
    assert isinstance(found, Mail)
    assert [(one.id, one.file_name) for one in found.photos] == [(f"{item.item_id}/0", "tap.jpg")]


@pytest.mark.parametrize(
    ("headings", "sender", "word"),
    [
        ({"Auto-Submitted": "auto-replied"}, READER, "auto_submitted"),
        ({"Auto-Submitted": "no"}, READER, ""),
        ({"Precedence": "bulk"}, READER, "bulk"),
        ({"List-Id": "<news.example.org>"}, READER, "bulk"),
        ({"X-Autoreply": "yes"}, READER, "vacation"),
        ({"Subject": "Automatic reply: News"}, READER, "vacation"),
        ({"Content-Type": "multipart/report; report-type=delivery-status"}, READER, ""),
        ({}, "MAILER-DAEMON@example.org", "machine"),
        ({}, "no-reply@example.org", "machine"),
    ],
)
def test_machines_are_known(headings: dict[str, str], sender: str, word: str) -> None:
    # The parsed formats say nothing of a letter's own type.
    found = mail("mailgun", Written(sender=f"<{sender}>", headings=headings))
    assert found.automatic == word


def test_a_report_of_delivery_is_known_in_its_own_form() -> None:
    content = (
        f"From: <{READER}>\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nGone\r\n--b--\r\n".encode()
    )
    (item,) = SendGrid().items(request=posted({"email": content}, {}), connection=SENDGRID)
    assert item.payload["automatic"] == "bounce"


@EVERY
def test_a_repetition_is_known_by_the_letters_id_and_another_matter_is_not_it(name: str) -> None:
    provider, connection, wrap = PROVIDERS[name]

    def item_id(written: Written) -> str:
        (item,) = provider.items(request=wrap(written), connection=connection)
        return item.item_id

    one = Written()
    assert item_id(one) == item_id(replace(one, text="Told anew by the provider."))
    others = [replace(one, mail_id="<2@x.example>"), replace(one, to="other@in.yourcity.example")]
    assert item_id(one) not in {item_id(other) for other in others}


@pytest.mark.parametrize(
    ("provider", "connection", "raw"),
    [
        pytest.param(Mailgun(), MAILGUN, mailed_by_mailgun(Written(), key="another"), id="mailgun: another key"),
        pytest.param(Mailgun(), MAILGUN, mailed_by_mailgun(Written(), age=25 * 3600), id="mailgun: of yesterday"),
        pytest.param(Mailgun(), MAILGUN, posted({"token": b"t"}, {}), id="mailgun: unsigned"),
        pytest.param(SendGrid(), without(SENDGRID, "parse_key"), mailed_by_sendgrid(Written()), id="sendgrid: no key"),
        pytest.param(SendGrid(), SENDGRID, mailed_by_sendgrid(Written(), age=27 * 3600), id="sendgrid: old"),
        pytest.param(SendGrid(), SENDGRID, posted({"email": b"x"}, {}), id="sendgrid: unsigned"),
        pytest.param(Postmark(), POSTMARK, mailed_by_postmark(Written(), password="no" * 9), id="postmark: password"),
    ],
)
def test_a_forged_letter_is_not_let_in(provider: LetterProvider, connection: ConnectionFacts, raw: RawRequest) -> None:
    assert provider.verify(request=raw, connection=connection) is False


@pytest.mark.parametrize(
    "raw",
    [
        posted({}, {}),
        posted({"email": b""}, {}),
        posted({"headers": b"Subject: nobody"}, {}),
        replace(posted({"email": b"x"}, {}), body=b"--other"),
        replace(posted({"email": b"x"}, {}), headers={"content-type": "multipart/form-data"}),
    ],
    ids=["empty", "no letter", "no sender", "no end", "no boundary"],
)
def test_what_is_no_letter_is_turned_away(raw: RawRequest) -> None:
    with pytest.raises(Unreadable):
        SendGrid().items(request=raw, connection=SENDGRID)


def test_two_senders_or_a_name_that_reads_in_two_ways_prove_nobody() -> None:
    for sender in (f"<{READER}>, <other@example.org>", f"{READER} <other@example.org>, x"):
        assert mail("mailgun", Written(sender=sender)).doubtful is True
