"""Letters of residents as Mailgun, SendGrid and Postmark post them, with the fields that their documentation names.

documentation.mailgun.com/docs/mailgun/user-manual/receive-forward-store/receive-http;
twilio.com/docs/sendgrid/for-developers/parsing-email/setting-up-the-inbound-parse-webhook;
postmarkapp.com/developer/webhooks/inbound-webhook.
"""

import base64
import json
from dataclasses import dataclass, field, replace
from email.message import EmailMessage

from tests.channels.letters import PASSWORD, SIGNING_KEY, by_postmark, by_sendgrid
from tests.channels.requests import request

from baraza.core.ingress.contract import RawRequest
from baraza.lib import clock
from baraza.lib.signing import hmac_sha256_hex

READER = "aline@example.org"
BOX = "reply@in.yourcity.example"
_BOUNDARY = "xYzZY-2026"


@dataclass(frozen=True, kw_only=True)
class Written:
    """A letter, before anybody wraps it."""

    sender: str = f"Aline <{READER}>"
    to: str = BOX
    subject: str = "Re: News of report"
    text: str = "Still leaking."
    html: str = ""
    mail_id: str = "<CA+1@mail.example.org>"
    headings: dict[str, str] = field(default_factory=dict)
    files: tuple[tuple[str, str, bytes], ...] = ()

    @property
    def all_headings(self) -> dict[str, str]:
        named = {"From": self.sender, "To": self.to, "Subject": self.subject, "Message-ID": self.mail_id}
        return {name: text for name, text in (named | self.headings).items() if text}

    def as_bytes(self) -> bytes:
        mail = EmailMessage()
        for name, text in self.all_headings.items():
            mail[name] = text
        mail.set_content(self.text)
        if self.html:
            mail.add_alternative(self.html, subtype="html")
        for name, kind, content in self.files:
            mail.add_attachment(content, *kind.split("/"), filename=name)
        return mail.as_bytes()


def mailed_by_mailgun(written: Written, *, key: str = SIGNING_KEY, age: int = 0) -> RawRequest:
    timestamp, token = str(int(clock.now().timestamp()) - age), "t0ken" * 10
    fields = {
        "recipient": written.to,
        "sender": written.sender.partition("<")[2].strip("> "),
        "subject": written.subject,
        "from": written.sender,
        "body-plain": written.text,
        "body-html": written.html,
        "stripped-text": written.text,
        "message-headers": json.dumps(list(written.all_headings.items())),
        "attachment-count": str(len(written.files)),
        "timestamp": timestamp,
        "token": token,
        "signature": hmac_sha256_hex(secret=key, body=f"{timestamp}{token}".encode()),
    }
    files = {f"attachment-{number}": one for number, one in enumerate(written.files, 1)}
    return posted({name: text.encode() for name, text in fields.items() if text}, files)


def mailed_by_sendgrid(written: Written, *, raw: bool = True, age: int = 0) -> RawRequest:
    envelope = json.dumps({"to": [written.to], "from": READER})
    fields = {"envelope": envelope.encode(), "SPF": b"pass", "dkim": b"{@example.org : pass}"}
    if raw:
        return _signed(posted(fields | {"email": written.as_bytes()}, {}), age)
    headings = "\n".join(f"{name}: {text}" for name, text in written.all_headings.items())
    named = {f"attachment{number}": one for number, one in enumerate(written.files, 1)}
    fields |= {
        "headers": headings.encode(),
        "text": written.text.encode("iso-8859-1"),
        "charsets": json.dumps({"text": "iso-8859-1"}).encode(),
        "attachment-info": json.dumps({name: {"filename": one[0]} for name, one in named.items()}).encode(),
    }
    return _signed(posted(fields, named), age)


def mailed_by_postmark(written: Written, *, password: str = PASSWORD) -> RawRequest:
    name, _, address = written.sender.rpartition(" ")
    body = {
        "FromFull": {"Email": address.strip("<>"), "Name": name, "MailboxHash": ""},
        "ToFull": [{"Email": written.to, "Name": "", "MailboxHash": ""}],
        "OriginalRecipient": written.to,
        "Subject": written.subject,
        "MessageID": "22c74902-a0c1-4511-804f-341342852c90",
        "Date": "Sat, 21 Nov 2026 08:13:27 +0200",
        "TextBody": written.text,
        "HtmlBody": written.html,
        "Headers": [
            {"Name": heading, "Value": text}
            for heading, text in written.all_headings.items()
            if heading not in {"From", "To", "Subject"}
        ],
        "Attachments": [
            {"Name": file, "ContentType": kind, "Content": base64.b64encode(content).decode(), "ContentLength": 1}
            for file, kind, content in written.files
        ],
    }
    return by_postmark(json.dumps(body).encode(), password=password)


def posted(fields: dict[str, bytes], files: dict[str, tuple[str, str, bytes]]) -> RawRequest:
    parts = [b'form-data; name="%s"\r\n\r\n%s' % (name.encode(), content) for name, content in fields.items()]
    parts += [
        b'form-data; name="%s"; filename="%s"\r\nContent-Type: %s\r\n\r\n%s'
        % (name.encode(), file.encode(), kind.encode(), content)
        for name, (file, kind, content) in files.items()
    ]
    body = b"".join(b"--%s\r\nContent-Disposition: %s\r\n" % (_BOUNDARY.encode(), part) for part in parts)
    return request(
        body + b"--%s--\r\n" % _BOUNDARY.encode(),
        headers={"content-type": f"multipart/form-data; boundary={_BOUNDARY}"},
    )


def _signed(raw: RawRequest, age: int) -> RawRequest:
    proofs = by_sendgrid(raw.body, age=age).headers
    return replace(raw, headers={**raw.headers, **proofs})
