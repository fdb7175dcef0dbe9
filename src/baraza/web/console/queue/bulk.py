"""Many complaints at once: choose what to do, see it done, take it back."""

import uuid
from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from baraza.lib.clock import now
from baraza.lib.translation import gettext_noop
from baraza.services.complaints.actions.bulk import NothingChosen, TooMany, Wish, most_rows, start_bulk
from baraza.services.complaints.actions.bulk_undo import BulkUnknown, TooLateToUndo, undo_bulk
from baraza.services.complaints.actions.move import ReasonMissing
from baraza.services.complaints.policies import may
from baraza.services.complaints.queries.bulk import get_bulk
from baraza.services.complaints.queries.lists import list_versions
from baraza.services.complaints.rules.bulk import BULK_KINDS, MOST_ROWS, BulkKind
from baraza.web.console.access import Desk, staff
from baraza.web.console.figures import number
from baraza.web.console.numbers import whole_number
from baraza.web.console.queue.choices import AWAY, ME, MINE, NOBODY, Choices, choices_for
from baraza.web.console.queue.reading import Asked, read
from baraza.web.console.shell import shell

OUTCOME_WORDS: Mapping[str, str] = {
    "waiting": gettext_noop("still to do"),
    "changed": gettext_noop("changed"),
    "same": gettext_noop("were like that already"),
    "meanwhile": gettext_noop("a colleague changed meanwhile"),
    "not_possible": gettext_noop("not possible in their state"),
    "not_allowed": gettext_noop("not allowed to you"),
    "gone": gettext_noop("no longer there"),
    "undone": gettext_noop("taken back"),
    "kept": gettext_noop("kept, because a colleague changed them since"),
}


class BulkForm(forms.Form):
    act = forms.ChoiceField(
        label=_("What should happen to them?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what should happen")},
    )
    person = forms.ChoiceField(label=_("Person"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    priority = forms.ChoiceField(label=_("Priority"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Residents read it. It is needed when the work is done."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: object, choices: Choices, desk: Desk, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        people = {str(desk.actor.id): desk.actor.name, **choices.options["person"]}
        given: dict[str, list[tuple[str, str]]] = {
            "act": [
                (name, _offered(kind))
                for name, kind in BULK_KINDS.items()
                if may(actor=desk.actor, act=kind.permission)
            ],
            "person": [
                (NOBODY, gettext("Nobody")),
                *((k, v) for k, v in people.items() if k not in {ME, NOBODY, AWAY}),
            ],
            "team": [
                (NOBODY, gettext("No team")),
                *((k, v) for k, v in choices.options["team"].items() if k not in {MINE, NOBODY}),
            ],
            "priority": list(choices.options["priority"].items()),
        }
        for name, options in given.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options if name == "act" else [("", gettext("Choose")), *options]
            field.error_messages["invalid_choice"] = gettext("This is not in the list any more. Choose again.")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        kind = BULK_KINDS.get(str(cleaned.get("act", "")))
        if kind and kind.value and not cleaned.get(kind.value) and kind.value not in self.errors:
            self.add_error(kind.value, gettext("Choose one"))
        if kind and kind.needs_reason and not str(cleaned.get("reason", "")).strip():
            self.add_error("reason", gettext("Write what was done: residents read it"))
        return cleaned

    def wish(self) -> Wish:
        cleaned = self.cleaned_data
        value = str(cleaned.get(BULK_KINDS[cleaned["act"]].value, ""))
        return Wish(
            key=cleaned["key"],
            act=cleaned["act"],
            value="" if value == NOBODY else value,
            reason=cleaned["reason"],
        )


def _offered(kind: BulkKind) -> str:
    if kind.undoable:
        return gettext(kind.label)
    return gettext("%(act)s (residents are told, so it cannot be taken back)") % {"act": gettext(kind.label)}


def _chosen(request: HttpRequest) -> list[tuple[str, int]]:
    """Ticked rows with the version that was on the page; what is no row is left out."""
    pairs = (value.partition(":") for value in request.POST.getlist("row"))
    found = ((reference, whole_number(version)) for reference, _, version in pairs)
    return [(reference[:20], version) for reference, version in found if version is not None and "\0" not in reference]


@require_POST
@staff(permission="complaints.read")
def bulk(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Both steps: without an act it asks what should happen, with one it begins."""
    choices = choices_for(desk)
    asked = read(query=QueryDict(request.POST.get("query", "")), choices=choices, desk=desk)
    rows = [] if request.POST.get("which") == "all" else _chosen(request)
    everything = request.POST.get("which") == "all"
    if not rows and not everything:
        messages.warning(request, gettext("Tick the complaints that should change first."))
        return redirect(_list_url(asked))
    first_step = "key" not in request.POST
    form = BulkForm(None if first_step else request.POST, choices=choices, desk=desk, initial={"key": uuid.uuid4()})
    if first_step or not form.is_valid():
        return _ask(request, desk, form=form, rows=rows, asked=asked if everything else None)
    try:
        with transaction.atomic():
            wanted = asked.wanted if everything else None
            bulk_id = start_bulk(actor=desk.actor, wish=form.wish(), rows=rows[: MOST_ROWS + 1], wanted=wanted)
    except (NothingChosen, TooMany):
        return _ask(request, desk, form=form, rows=rows, asked=asked if everything else None)
    except ReasonMissing:
        form.add_error("reason", gettext("Write what was done: residents read it"))
        return _ask(request, desk, form=form, rows=rows, asked=asked if everything else None)
    return redirect("console:bulk-progress", bulk_id)


def _list_url(asked: Asked) -> str:
    return f"{reverse('console:complaints')}?{asked.query() or 'group=open'}"


def _ask(
    request: HttpRequest, desk: Desk, *, form: BulkForm, rows: list[tuple[str, int]], asked: Asked | None
) -> HttpResponseBase:
    most = most_rows(actor=desk.actor)
    count = len(rows) if asked is None else len(list_versions(wanted=asked.wanted, most=MOST_ROWS + 1))
    query = request.POST.get("query", "")
    context = {
        **shell(desk=desk, current="complaints"),
        "page_url": reverse("console:complaints"),
        "form": form,
        "rows": [f"{reference}:{version}" for reference, version in rows],
        "which": "ticked" if asked is None else "all",
        "query": query if asked is None else asked.query(),
        "count": count,
        "too_many": count > most,
        "most": number(most),
        "back_url": f"{reverse('console:complaints')}?{query or 'group=open'}",
    }
    wrong = form.is_bound or count > most or not count
    return render(request, "console/queue/bulk.html", context, status=422 if wrong else 200)


@require_safe
@staff(permission="complaints.read")
def progress(request: HttpRequest, desk: Desk, bulk_id: int) -> HttpResponseBase:
    found = get_bulk(bulk_id=bulk_id)
    if found is None:
        raise Http404
    context = {
        "bulk": found,
        "what": gettext(BULK_KINDS[found.act].label),
        "outcomes": [(gettext(OUTCOME_WORDS[code]), count) for code, count in found.outcomes.items()],
        "passed_over": [(reference, gettext(OUTCOME_WORDS[code])) for reference, code in found.passed_over],
        "may_undo": found.actor_id == desk.actor.id and found.undo_until is not None and now() < found.undo_until,
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "console/queue/bulk_state.html", context)
    return render(request, "console/queue/bulk_progress.html", {**shell(desk=desk, current="complaints"), **context})


@require_POST
@staff(permission="complaints.read")
def undo(request: HttpRequest, desk: Desk, bulk_id: int) -> HttpResponseBase:
    try:
        with transaction.atomic():
            undo_bulk(actor=desk.actor, bulk_id=bulk_id)
    except BulkUnknown as error:
        raise Http404 from error
    except TooLateToUndo:
        messages.warning(request, gettext("This can no longer be taken back."))
    return redirect("console:bulk-progress", bulk_id)
