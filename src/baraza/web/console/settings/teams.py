"""Teams: made, renamed, filled, closed and opened again."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baraza.core.identity.actions.teams import (
    NotAMember,
    TeamChanged,
    TeamNameTaken,
    TeamUnknown,
    change_team,
    make_team,
    set_team_active,
    team_mark,
)
from baraza.core.identity.queries import TeamSummary, list_members, list_teams, member_names
from baraza.web.console.access import Desk, staff
from baraza.web.console.settings.saving import act, save, shown, stale_words


class TeamForm(forms.Form):
    use_required_attribute = False

    name = forms.CharField(
        label=_("Name"), max_length=80, error_messages={"required": _("Write a name such as Roads or Front desk")}
    )
    members = forms.MultipleChoiceField(label=_("Who is in it"), required=False, widget=forms.CheckboxSelectMultiple())

    # As the team was when the page was opened.
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput())

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        field = self.fields["members"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(member.id), member.name) for member in list_members()]

    def member_ids(self) -> set[int]:
        return {int(one) for one in self.cleaned_data["members"]}


@require_safe
@staff(permission="teams.manage")
def teams(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    found = list_teams(include_inactive=True)
    names = member_names(user_ids={one for team in found for one in team.member_ids})
    rows = [
        {
            "team": team,
            "url": reverse("console:settings-team", args=[team.id]),
            "members": sorted(names[one] for one in team.member_ids if one in names),
        }
        for team in sorted(found, key=lambda team: (not team.active, team.name.casefold()))
    ]
    return shown(request=request, desk=desk, template="teams", context={"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="teams.manage")
def add(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    return _edited(request=request, desk=desk, team=None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(permission="teams.manage")
def team(request: HttpRequest, desk: Desk, team_id: int) -> HttpResponseBase:
    found = next((one for one in list_teams(include_inactive=True) if one.id == team_id), None)
    if found is None:
        raise Http404(str(team_id))
    return _edited(request=request, desk=desk, team=found)


def _edited(*, request: HttpRequest, desk: Desk, team: TeamSummary | None) -> HttpResponseBase:
    posted = request.method == "POST"
    initial: dict[str, Any] = {}
    if team:
        mark = team_mark(name=team.name, member_ids=team.member_ids)
        initial = {"name": team.name, "members": [str(one) for one in team.member_ids], "seen": mark}
    form = TeamForm(data=request.POST if posted else None, initial=initial)

    def page(status: int | None = None) -> HttpResponseBase:
        return shown(request=request, desk=desk, template="team", form=form, context={"team": team}, status=status)

    def run() -> None:
        name, members = form.cleaned_data["name"], form.member_ids()
        if team is None:
            make_team(actor=desk.actor, name=name, member_ids=members)
        else:
            # Without its mark it is not known what was looked at, so it counts as another team.
            seen = form.cleaned_data["seen"]
            change_team(actor=desk.actor, team_id=team.id, name=name, member_ids=members, expected=seen)

    if not posted or not form.is_valid():
        return page()
    return save(
        request=request,
        form=form,
        run=run,
        done=gettext("Team saved"),
        to=reverse("console:settings-teams"),
        again=page,
        refusals={
            TeamChanged: ("", stale_words()),
            TeamNameTaken: ("name", gettext("Another team has this name; it may be closed")),
            NotAMember: ("members", gettext("Somebody chosen here does not work in the organisation any more")),
        },
    )


@require_POST
@staff(permission="teams.manage")
def switch(request: HttpRequest, desk: Desk, team_id: int) -> HttpResponseBase:
    active = request.POST.get("active") == "yes"
    try:
        return act(
            request=request,
            run=lambda: set_team_active(actor=desk.actor, team_id=team_id, active=active),
            done=gettext("Team opened again") if active else gettext("Team closed"),
            to=reverse("console:settings-teams"),
        )
    except TeamUnknown as error:
        raise Http404(str(error)) from error
