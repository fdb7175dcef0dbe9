"""Giving a complaint to a team and a person: loaded beside the case, and a page of its own without scripts."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from baraza.core.identity.queries import list_members, list_teams
from baraza.services.complaints.actions.assign import NobodyOfOurs, assign
from baraza.services.complaints.queries.case import Case, CaseLine, get_case, get_meanwhile
from baraza.services.complaints.queries.one import ComplaintUnknown
from baraza.web.console.access import Desk, staff
from baraza.web.console.case.acts import Act
from baraza.web.console.case.forms import AssignForm
from baraza.web.console.case.timeline import ShownLine, shown_line
from baraza.web.console.numbers import whole_number
from baraza.web.console.shell import shell


@require_safe
@staff(permission="complaints.assign")
def assign_page(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    found = _found(reference)
    return _shown(request=request, desk=desk, found=found, form=_form(found))


@require_POST
@staff(permission="complaints.assign")
def assign_it(request: HttpRequest, desk: Desk, reference: str) -> HttpResponseBase:
    found = _found(reference)
    form = _form(found, data=request.POST)
    if not form.is_valid():
        return _shown(request=request, desk=desk, found=found, form=form, status=422)
    cleaned = form.cleaned_data

    def run() -> None:
        assign(
            actor=desk.actor,
            reference=reference,
            team_id=whole_number(cleaned["team"]),
            assignee_id=whole_number(cleaned["person"]),
            reason=cleaned["reason"],
            expected_version=cleaned["version"],
        )

    if cleaned["version"] != found.complaint.version:
        return _stale(request=request, desk=desk, reference=reference, form=form)
    return Act(
        request=request,
        desk=desk,
        reference=reference,
        name="assign",
        done=gettext("Given on"),
        refusals={NobodyOfOurs: ("", gettext("That team or person is not here any more. Choose again."))},
        run=run,
    ).carry_out()


def _found(reference: str) -> Case:
    try:
        return get_case(reference=reference)
    except ComplaintUnknown as error:
        raise Http404(str(error)) from error


def _form(found: Case, *, data: object = None, version: int | None = None) -> AssignForm:
    """Suspended members are not offered; whoever has the complaint stays choosable until somebody else does."""
    complaint = found.complaint
    teams = {str(team.id): team.name for team in list_teams()}
    people = {str(one.id): one.name for one in list_members()}
    if complaint.team_id is not None:
        teams.setdefault(str(complaint.team_id), found.team)
    if complaint.assignee_id is not None:
        people.setdefault(str(complaint.assignee_id), found.assignee)
    return AssignForm(
        data,
        teams=teams.items(),
        people=people.items(),
        initial={
            "team": complaint.team_id or "",
            "person": complaint.assignee_id or "",
            "version": version or complaint.version,
        },
        auto_id="assign_%s",
    )


def _stale(*, request: HttpRequest, desk: Desk, reference: str, form: AssignForm) -> HttpResponseBase:
    """What was chosen stays chosen and can be saved on top of what the colleague did."""
    found = _found(reference)
    since = form.cleaned_data["version"]
    data = request.POST.copy()
    data["version"] = str(found.complaint.version)
    meanwhile = get_meanwhile(
        complaint_id=found.complaint.id, since_version=since, since_line=None, besides=desk.actor.id
    )
    lines = tuple(shown_line(CaseLine(line=line), reference=reference) for line in meanwhile.lines)
    return _shown(
        request=request, desk=desk, found=found, form=_form(found, data=data), status=409, meanwhile=lines, stale=True
    )


def _shown(
    *,
    request: HttpRequest,
    desk: Desk,
    found: Case,
    form: AssignForm,
    status: int = 200,
    meanwhile: tuple[ShownLine, ...] = (),
    stale: bool = False,
) -> HttpResponseBase:
    part = "HX-Request" in request.headers
    context = {
        **({} if part else shell(desk=desk, current="complaints")),
        "page_url": reverse("console:assign", args=[found.complaint.reference]),
        "case": found,
        "complaint": found.complaint,
        "assign_form": form,
        "form": None if stale else form,
        "meanwhile": meanwhile,
        "stale": stale,
    }
    return render(request, f"console/case/assign{'_part' if part else ''}.html", context, status=status)
