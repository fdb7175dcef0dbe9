"""Invented people and matters for the living page."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baraza.web.ui.components import Attachment, Chip, NavGroup, NavItem, SummaryRow, TimelineItem
from baraza.web.ui.forms import DateInput, PhotosField, TilesSelect

STATUS_TONES = {
    "SUBMITTED": "blue",
    "ACKNOWLEDGED": "teal",
    "ASSIGNED": "purple",
    "IN_PROGRESS": "yellow",
    "RESOLVED": "green",
    "REOPENED": "orange",
    "REJECTED": "red",
}
_CATEGORIES = [
    ("water_leak", gettext_lazy("Water leak")),
    ("sewage", gettext_lazy("Sewage")),
    ("electricity_outage", gettext_lazy("No electricity")),
    ("streetlight", gettext_lazy("Street light")),
    ("pothole_road", gettext_lazy("Pothole or road")),
    ("refuse", gettext_lazy("Rubbish not collected")),
    ("illegal_dumping", gettext_lazy("Illegal dumping")),
    ("other", gettext_lazy("Something else")),
]


class SampleForm(forms.Form):
    """One field of every kind."""

    use_required_attribute = False

    category = forms.ChoiceField(
        label=gettext_lazy("What is the problem about?"),
        choices=_CATEGORIES,
        widget=TilesSelect(),
        error_messages={"required": gettext_lazy("Choose what the problem is about")},
    )
    description = forms.CharField(
        label=gettext_lazy("Describe the problem"),
        help_text=gettext_lazy("For example: how big it is, how long it has been there, if someone could get hurt."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Describe the problem")},
    )
    photos = PhotosField(label=gettext_lazy("Photos"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Address or landmark"),
        help_text=gettext_lazy("A street, a school, a shop, a clinic."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={"required": gettext_lazy("Write where it is")},
    )
    ward = forms.ChoiceField(
        label=gettext_lazy("Ward"),
        required=False,
        choices=[("", gettext_lazy("I do not know"))] + [(str(n), str(n)) for n in range(1, 9)],
    )
    seen_on = forms.DateField(label=gettext_lazy("When did you see it?"), required=False, widget=DateInput())
    channel = forms.ChoiceField(
        label=gettext_lazy("How should we answer you?"),
        choices=[("whatsapp", "WhatsApp"), ("sms", "SMS"), ("email", gettext_lazy("E-mail"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how we should answer you")},
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What helps you?"),
        required=False,
        choices=[
            ("large", gettext_lazy("Large text")),
            ("sign", gettext_lazy("Sign language")),
            ("text", gettext_lazy("Text, never calls")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    letter = forms.FileField(label=gettext_lazy("A letter you received"), required=False)
    agree = forms.BooleanField(
        label=gettext_lazy("You may show this report, without my name, on the public map"),
        error_messages={"required": gettext_lazy("Say if we may show this report")},
    )


class FilterForm(forms.Form):
    """A row of filters; nothing in it is required, so nothing is marked optional."""

    mark_optional = False

    q = forms.CharField(label=gettext_lazy("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    status = forms.ChoiceField(label=gettext_lazy("Status"), required=False, choices=[("", gettext_lazy("Any status"))])
    category = forms.ChoiceField(
        label=gettext_lazy("Category"), required=False, choices=[("", gettext_lazy("Any category")), *_CATEGORIES]
    )
    due = forms.DateField(label=gettext_lazy("Due before"), required=False, widget=DateInput())


@dataclass(frozen=True)
class QueueRow:
    reference: str
    subject: str
    category: str
    icon: str
    ward: str
    code: str
    status: str
    due: str
    late: bool


def queue() -> list[QueueRow]:
    subjects = (
        ("Water running from under the road", "water_leak", "Westville", "SUBMITTED", "Submitted", "in 3 h", False),
        ("Street lights out, six poles", "streetlight", "Tongaat", "ASSIGNED", "Assigned", "6 h late", True),
        ("Sewage in the yard", "sewage", "Bluff", "IN_PROGRESS", "In progress", "in 20 h", False),
        (
            "Sinkhole forming near the bus stop",
            "pothole_road",
            "Cato Manor",
            "ACKNOWLEDGED",
            "Acknowledged",
            "in 1 h",
            False,
        ),
        ("Missed collection, third week", "refuse", "Springfield", "REOPENED", "Reopened", "2 h late", True),
        ("Sparking transformer", "electricity_outage", "Ntuzuma", "RESOLVED", "Resolved", "", False),
        ("Dumping by the stream", "illegal_dumping", "Phoenix", "REJECTED", "Rejected", "", False),
    )
    references = ("7KQ2MX", "4TR9WB", "9ZD3HC", "2VN8PL", "6FJ5KY", "8GX4RM", "3CW7TN")
    return [
        QueueRow(
            f"MI-2026-{reference}", subject, icon.replace("_", " ").capitalize(), icon, ward, code, status, due, late
        )
        for reference, (subject, icon, ward, code, status, due, late) in zip(references * 2, subjects * 2, strict=True)
    ]


def console_navigation() -> list[NavItem | NavGroup]:
    return [
        NavItem(_("Today"), "#today", "dashboard", current=True),
        NavItem(_("Inbox"), "#inbox", "inbox", badge=12, badge_label=_("unread")),
        NavGroup(
            _("Complaints"),
            (
                NavItem(_("Queue"), "#queue", "list", badge=3, badge_label=_("late")),
                NavItem(_("Map"), "#map", "map"),
                NavItem(_("Figures"), "#figures", "chart"),
            ),
        ),
        NavGroup(
            _("Organisation"),
            (
                NavItem(_("People"), "#people", "users"),
                NavItem(_("Channels"), "#channels", "chat"),
                NavItem(_("Audit"), "#audit", "audit"),
                NavItem(_("Settings"), "#settings", "settings"),
            ),
        ),
    ]


def chips() -> list[Chip]:
    return [Chip(_("Status: open"), "?"), Chip(_("Ward: Umlazi, Bluff"), "?")]


def answers() -> list[SummaryRow]:
    return [
        SummaryRow(_("Problem"), _("Water leak"), "#c", _("the kind of problem"), icon="water_leak"),
        SummaryRow(
            _("Description"), _("Water is running from under the road since Monday.\nIt reaches the school gate."), "#d"
        ),
        SummaryRow(_("Place"), _("12 Marula Road, near the clinic"), "#p"),
        SummaryRow(_("Ward"), "47"),
    ]


def history() -> list[TimelineItem]:
    def at(hour: int, minute: int) -> datetime:
        return datetime(2026, 11, 20, hour, minute, tzinfo=UTC)

    photo = Attachment("#photo", _("Photo of the leak"))
    return [
        TimelineItem(
            "in",
            _("Thandi M."),
            at(8, 2),
            _("Water is running from under the road since Monday."),
            channel="WhatsApp",
            attachments=(photo,),
        ),
        TimelineItem("change", _("Acknowledged"), at(8, 3), _("by the desk"), author=_("System")),
        TimelineItem("change", _("Assigned"), at(8, 40), _("to Water, team north"), author="N. Dlamini"),
        TimelineItem("note", "N. Dlamini", at(8, 41), _("Same pipe as last month. Ask for the valve plan.")),
        TimelineItem(
            "out",
            "N. Dlamini",
            at(9, 5),
            _("Thank you. A team comes today before 16:00."),
            channel="WhatsApp",
            status=_("read"),
        ),
    ]


def areas() -> dict[str, Any]:
    """Six square wards in a block, with the number of open reports in each."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"{_('Ward')} {number}", "count": number * 7},
            "geometry": {
                "type": "Polygon",
                "coordinates": [_square(31.0 + number % 3 * 0.02, -29.86 + number // 3 * 0.02)],
            },
        }
        for number in range(6)
    ]
    return {"type": "FeatureCollection", "features": features}


def _square(east: float, north: float, side: float = 0.02) -> list[list[float]]:
    corners = ((0, 0), (side, 0), (side, side), (0, side), (0, 0))
    return [[east + across, north + up] for across, up in corners]


def places() -> list[list[Any]]:
    """Names, latitude, longitude; the last two are so near each other that one name has room."""
    return [
        [["Marula", "Marula Town"], -29.84, 31.03],
        [["Fig Tree"], -29.92, 30.9],
        [["Fig Tree North"], -29.919, 30.9],
    ]


def points() -> list[dict[str, Any]]:
    places = ((-29.85, 31.01, 14), (-29.83, 31.05, 3), (-29.845, 31.03, 1))
    return [
        {"latitude": latitude, "longitude": longitude, "count": count, "label": f"{count} {_('open')}", "url": "#queue"}
        for latitude, longitude, count in places
    ]
