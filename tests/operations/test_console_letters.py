"""Without a mail server letters stand in the log, short enough to be read there."""

import io

from django.core.mail import EmailMultiAlternatives, get_connection

from baraza.config.settings.mail import parse_mail_url


def test_a_letter_in_the_log_says_to_whom_about_what_and_its_words_once() -> None:
    log = io.StringIO()
    letter = EmailMultiAlternatives(
        subject="Come in", body="Open this:\nhttps://desk.example.org/x\n", to=["a@example.org"], cc=["b@example.org"]
    )
    letter.attach_alternative("<p>Open this</p>", "text/html")

    sent = get_connection(parse_mail_url("console:").backend, stream=log).send_messages([letter])

    assert sent == 1
    assert log.getvalue() == (
        "Letter to a@example.org, b@example.org: Come in\n  | Open this:\n  | https://desk.example.org/x\n"
    )
