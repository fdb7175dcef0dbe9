"""Sending to Meta's sandbox, as the tests of what goes out share it."""

from dataclasses import replace

import pytest
from tests.channels.requests import WHATSAPP

from baraza.channels.whatsapp.meta_cloud import MetaCloud
from baraza.core.ingress.contract import ConnectionFacts
from baraza.messaging.contract import Content, Outgoing, Recipient, SendError, Text

PHONE = "+250788123456"
HELLO = Text(body="Hello")


def outgoing(content: Content, **changes: object) -> Outgoing:
    return replace(Outgoing(key="turn:1", recipient=Recipient(phone=PHONE), content=content), **changes)  # type: ignore[arg-type]


def send(content: Content, connection: ConnectionFacts = WHATSAPP, **changes: object) -> str:
    return MetaCloud().send(outgoing=outgoing(content, **changes), connection=connection)


def failure(content: Content = HELLO, connection: ConnectionFacts = WHATSAPP, **changes: object) -> SendError:
    with pytest.raises(SendError) as caught:
        send(content, connection, **changes)
    return caught.value
