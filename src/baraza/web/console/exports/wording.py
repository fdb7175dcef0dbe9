"""Files in words for staff."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from baraza.capabilities.exports.queries import ExportSummary, ScheduleSummary
from baraza.lib.translation import gettext_noop
from baraza.web.console.exports.forms import WEEKDAYS

_STATES = {
    "queued": (gettext_noop("Waiting"), "grey"),
    "running": (gettext_noop("Being made"), "blue"),
    "done": (gettext_noop("Ready"), "green"),
    "failed": (gettext_noop("Failed"), "red"),
    "cancelled": (gettext_noop("Cancelled"), "grey"),
    "expired": (gettext_noop("Removed"), "grey"),
}
_FAILURES = {
    "disk_full": gettext_noop("There is no room on the server's disk. Tell whoever runs the server, then try again."),
    "not_allowed": gettext_noop("Whoever asked for it may not read this list any more."),
    "fault": gettext_noop("Something went wrong on our side. It is in the server's log. Please try again."),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    export: ExportSummary
    list: str
    state: str
    tone: str
    note: str
    progress: str
    can_cancel: bool
    file_url: str


def row_of(export: ExportSummary) -> Row:
    state, tone = _STATES[export.state]
    return Row(
        export=export,
        list=gettext(export.kind_label),
        state=gettext("Stopping") if export.under_way and export.cancel_asked else gettext(state),
        tone=tone,
        note=_note(export),
        progress=_progress(export),
        can_cancel=export.under_way and not export.cancel_asked,
        file_url=reverse("console:export-file", args=[export.id]) if export.state == "done" else "",
    )


def _progress(export: ExportSummary) -> str:
    if not export.under_way or export.rows_total is None:
        return ""
    counts = {"done": number_format(export.rows_done, force_grouping=True),
              "total": number_format(max(export.rows_total, export.rows_done), force_grouping=True)}  # fmt: skip
    return gettext("%(done)s of %(total)s rows") % counts


def _note(export: ExportSummary) -> str:
    if export.state == "failed":
        return gettext(_FAILURES.get(export.failure, _FAILURES["fault"]))
    if export.state != "done":
        return ""
    rows = ngettext("%(rows)s row", "%(rows)s rows", export.rows_done) % {
        "rows": number_format(export.rows_done, force_grouping=True)
    }
    return f"{rows}, {filesizeformat(export.bytes or 0)}"


def times_of(schedule: ScheduleSummary) -> str:
    hour = f"{schedule.hour:02}:00"
    if schedule.every == "day":
        return gettext("Every day at %(hour)s") % {"hour": hour}
    if schedule.every == "week":
        return gettext("Every %(day)s at %(hour)s") % {"day": dict(WEEKDAYS)[schedule.weekday], "hour": hour}
    return gettext("On day %(day)d of every month at %(hour)s") % {"day": schedule.day, "hour": hour}
