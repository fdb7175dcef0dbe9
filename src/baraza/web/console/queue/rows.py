"""A complaint as a row of the list, in words."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from baraza.lib.clock import now
from baraza.services.complaints.queries.categories import category_icon, category_name
from baraza.services.complaints.queries.lists import Page
from baraza.services.complaints.queries.records import ComplaintSummary
from baraza.services.complaints.rules.categories import PRIORITY_NAMES
from baraza.services.complaints.states import NAMES
from baraza.web.console.queue.choices import Choices
from baraza.web.console.wording import STATE_TONES, Due, channel_name, due

_FIRST_WORDS = 160


@dataclass(frozen=True, kw_only=True)
class Row:
    complaint: ComplaintSummary
    url: str
    words: str
    category: str
    icon: str
    channel: str
    state: str
    tone: str
    priority: str
    due: Due
    assignee: str
    team: str
    unanswered: bool

    @property
    def alarm(self) -> bool:
        return self.complaint.emergency or self.complaint.priority == "critical"

    @property
    def place(self) -> str:
        """Ward first: it is what staff of one municipality tell places apart by."""
        ward = self.complaint.ward_code
        return gettext("Ward %(ward)s") % {"ward": ward} if ward else self.complaint.area_name


def rows_of(page: Page, *, choices: Choices, names: dict[int, str]) -> list[Row]:
    """`names` are those of members; who left the organisation has none there."""
    at = now()
    return [
        Row(
            complaint=one,
            url=reverse("console:complaint", args=[one.reference]),
            words=" ".join(one.description[: _FIRST_WORDS * 2].split())[:_FIRST_WORDS],
            category=category_name(code=one.category),
            icon=category_icon(code=one.category),
            channel=channel_name(one.channel),
            state=gettext(NAMES[one.state]),
            tone=STATE_TONES[one.state],
            priority=gettext(PRIORITY_NAMES[one.priority]),
            due=due(one, at=at),
            assignee=names.get(one.assignee_id or 0, ""),
            team=choices.options["team"].get(str(one.team_id), "") if one.team_id else "",
            unanswered=one.id in page.unanswered,
        )
        for one in page.complaints
    ]
