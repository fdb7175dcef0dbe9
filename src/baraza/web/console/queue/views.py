"""The list of complaints."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from baraza.core.identity.queries import member_names
from baraza.lib.clock import now
from baraza.lib.references import read_reference
from baraza.services.complaints.queries.lists import Filter, Page, list_complaints
from baraza.services.complaints.queries.records import ComplaintSummary
from baraza.services.complaints.rules.categories import CATEGORY_NAMES, PRIORITY_NAMES
from baraza.services.complaints.states import NAMES
from baraza.web.console.access import Desk, staff
from baraza.web.console.numbers import whole_number
from baraza.web.console.queue.forms import FilterForm
from baraza.web.console.shell import shell
from baraza.web.console.wording import STATE_TONES, Due, channel_name, due
from baraza.web.ui.components import Chip, NavItem


@dataclass(frozen=True, kw_only=True)
class Row:
    complaint: ComplaintSummary
    url: str
    category: str
    channel: str
    state: str
    tone: str
    priority: str
    due: Due
    assignee: str

    @property
    def alarm(self) -> bool:
        return self.complaint.emergency or self.complaint.priority == "critical"


def home(_request: HttpRequest) -> HttpResponseBase:
    return redirect("console:complaints")


@require_safe
@staff(permission="complaints.read")
def complaints(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    form = FilterForm(request.GET)
    page = list_complaints(
        wanted=_wanted(form=form, desk=desk),
        before=whole_number(request.GET.get("before", "")),
        after=whole_number(request.GET.get("after", "")),
    )
    context = {
        **shell(desk=desk, current="complaints"),
        "form": form,
        "tabs": _tabs(request),
        "chips": _chips(request=request, form=form),
        "clear_url": reverse("console:complaints"),
        "rows": _rows(page),
        "previous_url": _page_url(request, "after", page.newer),
        "next_url": _page_url(request, "before", page.older),
    }
    return render(request, "console/queue/list.html", context)


def _rows(page: Page) -> list[Row]:
    names = member_names(user_ids={row.assignee_id for row in page.complaints if row.assignee_id})
    at = now()
    return [
        Row(
            complaint=row,
            url=reverse("console:complaint", args=[row.reference]),
            category=gettext(CATEGORY_NAMES[row.category]),
            channel=channel_name(row.channel),
            state=gettext(NAMES[row.state]),
            tone=STATE_TONES[row.state],
            priority=gettext(PRIORITY_NAMES[row.priority]),
            due=due(row, at=at),
            assignee=names.get(row.assignee_id or 0, ""),
        )
        for row in page.complaints
    ]


def _wanted(*, form: FilterForm, desk: Desk) -> Filter:
    if not form.is_valid():
        return Filter()
    cleaned = form.cleaned_data
    reference = read_reference(cleaned["reference"]) or cleaned["reference"].strip()
    return Filter(
        group="all" if reference else cleaned["group"] or "open",
        category=cleaned["category"],
        assignee_id=desk.actor.id if cleaned["mine"] else None,
        reference=reference,
    )


def _tabs(request: HttpRequest) -> list[NavItem]:
    """The lists that staff open most; the form below refines them."""
    here = {key: value for key, value in request.GET.items() if value and key not in {"before", "after"}}
    tabs: tuple[tuple[str, dict[str, str]], ...] = (
        (gettext("All open"), {}),
        (gettext("Only mine"), {"mine": "on"}),
        (gettext("Not yet seen"), {"group": "SUBMITTED"}),
        (gettext("All"), {"group": "all"}),
    )
    shown = {key: value for key, value in here.items() if (key, value) != ("group", "open")}
    address = reverse("console:complaints")
    return [
        NavItem(label=label, url=f"{address}?{urlencode(query)}" if query else address, current=query == shown)
        for label, query in tabs
    ]


def _chips(*, request: HttpRequest, form: FilterForm) -> list[Chip]:
    """What the list is narrowed by, each with the address of the list without it."""
    if not form.is_valid():
        return []
    cleaned, chips = form.cleaned_data, []
    labels = {
        "reference": cleaned["reference"],
        "group": form.label_of("group") if cleaned["group"] not in {"", "open"} else "",
        "category": form.label_of("category") if cleaned["category"] else "",
        "mine": gettext("Only mine") if cleaned["mine"] else "",
    }
    for name, label in labels.items():
        if label:
            kept = [(key, value) for key, value in request.GET.items() if key not in {name, "before", "after"}]
            chips.append(Chip(label, "?" + urlencode(kept)))
    return chips


def _page_url(request: HttpRequest, name: str, edge: int | None) -> str:
    if edge is None:
        return ""
    kept = [(key, value) for key, value in request.GET.items() if key not in {"before", "after"}]
    return "?" + urlencode([*kept, (name, edge)])
