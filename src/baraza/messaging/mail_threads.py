"""Where a letter of ours stands among those that came in: what it answers, and the address that leads back to its matter."""

from dataclasses import dataclass, replace

from baraza.messaging.answers import token_for
from baraza.messaging.contract import Content, Letter, Text
from baraza.messaging.models import Message


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A letter that answers one keeps its subject, because mailboxes put together what has the same."""

    content: Content
    in_reply_to: str
    token: str


def placed(*, content: Content, contact_id: int, connection_id: int) -> Placed:
    about = content.about if isinstance(content, Letter) else ""
    last = (
        Message.objects.filter(
            contact_id=contact_id, connection_id=connection_id, direction=Message.Direction.IN, content__about=about
        )
        .exclude(content__mail_id="")
        .order_by("-id")
        .values_list("content", flat=True)
        .first()
    )
    token = token_for(contact_id=contact_id, about=about)
    if last is None:
        return Placed(content=content, in_reply_to="", token=token)
    return Placed(
        content=_under(content, str(last.get("subject", ""))), in_reply_to=str(last.get("mail_id", "")), token=token
    )


def _under(content: Content, subject: str) -> Content:
    if not subject:
        return content
    answer = subject if subject[:3].lower() == "re:" else f"Re: {subject}"
    if isinstance(content, Letter):
        return replace(content, subject=answer)
    return Letter(subject=answer, body=content.body) if isinstance(content, Text) else content
