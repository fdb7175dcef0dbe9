"""What was said in a conversation and what staff did, in pages: the newest, and earlier ones on request."""

from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from baraza.conversation.threads.queries import Act, ThreadSummary, list_acts
from baraza.messaging.queries import ThreadLine
from baraza.messaging.queries import thread as messages_of
from baraza.web.console.inbox.wording import act_title, said, status_words
from baraza.web.console.wording import channel_name
from baraza.web.ui.components import Attachment, TimelineItem

LINES: Final = 60
# A page that is open for long goes on from where it began, up to here.
_MOST_LIVE: Final = 300


def lines_context(found: ThreadSummary, *, before: int | None = None, first: int | None = None) -> dict[str, object]:
    """Oldest first. `before` is the line above which the page ends; with `first` it begins there, as long as it goes."""
    most = _MOST_LIVE if first is not None else LINES
    lines = messages_of(contact_id=found.contact_id, limit=most + 1, before=before, first=first)
    shown = lines[:most]
    more = len(lines) > most or (first is not None and _is_earlier(found, first))
    items = [*(_message(line, found.id) for line in shown), *_acts(found, shown, more=more, before=before)]
    return {
        "thread": found,
        "items": sorted(items, key=_moment),
        "earlier": shown[-1].id if more and shown else None,
        "before": before,
        "last_words": next((line.text for line in shown if line.incoming and line.kind == "text"), ""),
    }


def _is_earlier(found: ThreadSummary, first: int) -> bool:
    return bool(messages_of(contact_id=found.contact_id, limit=1, before=first))


def _acts(found: ThreadSummary, lines: list[ThreadLine], *, more: bool, before: int | None) -> list[TimelineItem]:
    """Those of the page's time. What a person asked is a message of its own."""
    since = lines[-1].created_at if more and lines else None
    until = None
    if before is not None:
        following = messages_of(contact_id=found.contact_id, limit=1, before=before + 1)
        until = following[0].created_at if following else None
    return [
        _act(act)
        for act in list_acts(contact_id=found.contact_id)
        if act.kind != "asked" and (since is None or act.at >= since) and (until is None or act.at < until)
    ]


def _moment(item: TimelineItem) -> datetime:
    assert item.at is not None
    return item.at


def _message(line: ThreadLine, thread_id: int) -> TimelineItem:
    # What came in has our id of its photo, what went out the photo of ours that was sent.
    media_id = str(line.details.get("media_id" if line.incoming else "photo_id", ""))
    url = reverse("console:thread-media", args=[thread_id, media_id]) if media_id else ""
    return TimelineItem(
        kind="in" if line.incoming else "out",
        title=_said_by(line),
        at=line.created_at,
        body=said(kind=line.kind, text=line.text),
        author=str(line.details.get("from", "")) if line.incoming else "",
        channel=channel_name(line.channel),
        status="" if line.incoming else status_words(line.status),
        attachments=(Attachment(url=url, label=gettext("Photo"), thumbnail_url=f"{url}?size=thumbnail"),)
        if url
        else (),
    )


def _said_by(line: ThreadLine) -> str:
    if not line.incoming:
        return gettext("Us")
    return gettext("Not proved who writes") if line.details.get("unproven") else gettext("Resident")


def _act(act: Act) -> TimelineItem:
    waits = act.kind == "reply_waits"
    url = reverse("console:complaint", args=[act.text]) if act.kind in ("reported", "added") else ""
    return TimelineItem(
        kind="out" if waits else "change",
        title=act_title(act.kind) if waits or not act.text else f"{act_title(act.kind)}: {act.text}",
        at=act.at,
        body=act.text if waits else "",
        author=act.actor_name,
        url=url,
    )
