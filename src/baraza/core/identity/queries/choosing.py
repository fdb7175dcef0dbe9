"""Whom work can be given to, for pages that offer both teams and people: one question to the database."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, BooleanField, F, OuterRef, Value
from django.db.models.functions import Cast

from baraza.core.identity.models import Membership, Team, TeamMember
from baraza.core.tenancy.scope import current_organisation_id, kept_in_scope


@dataclass(frozen=True, kw_only=True)
class TeamsAndPeople:
    """Names by id, both in the order of names; `team_ids` by person."""

    teams: dict[int, str]
    people: dict[int, str]
    team_ids: dict[int, tuple[int, ...]]


def teams_and_people() -> TeamsAndPeople:
    """Active teams, and whoever may work in the current organisation; read once per scope."""
    return kept_in_scope(key="identity.teams_and_people", make=_read)


def _read() -> TeamsAndPeople:
    organisation_id = current_organisation_id()
    teams_of_person = TeamMember.objects.filter(
        organisation_id=organisation_id, user_id=OuterRef("user_id"), team__active=True
    ).order_by("team_id")
    of_no_team = TeamMember.objects.filter(team_id=OuterRef("id"), pk__isnull=True)
    people = (
        Membership.objects.filter(organisation_id=organisation_id, active=True, user__is_active=True)
        .order_by()
        .annotate(is_team=Value(False, output_field=BooleanField()), shown=F("user__name"), key=F("user_id"))
        .annotate(of=ArraySubquery(teams_of_person.values("team_id")))
        .values_list("is_team", "key", "shown", "of")
    )
    teams = (
        Team.objects.filter(organisation_id=organisation_id, active=True)
        .order_by()
        .annotate(is_team=Value(True, output_field=BooleanField()), shown=F("name"), key=Cast("id", BigIntegerField()))
        .annotate(of=ArraySubquery(of_no_team.values("team_id")))
        .values_list("is_team", "key", "shown", "of")
    )
    rows = sorted(people.union(teams, all=True), key=lambda row: (row[2].casefold(), row[1]))
    return TeamsAndPeople(
        teams={key: shown for is_team, key, shown, _ in rows if is_team},
        people={key: shown for is_team, key, shown, _ in rows if not is_team},
        team_ids={key: tuple(of) for is_team, key, _, of in rows if not is_team},
    )
