"""What a member narrows the list with."""

import pytest
from tests.factories.bills import a_finished_call, an_agency, noon
from tests.factories.calls import a_voice_connection, an_agent

from baraza.core.identity.actor import SYSTEM
from baraza.core.tenancy.scope import organisation_scope
from baraza.services.call_analytics.exports.calls import freeze, thaw
from baraza.services.call_analytics.models import Call, CallTag
from baraza.services.call_analytics.queries.filters import CallFilter
from baraza.services.call_analytics.queries.lists import calls_beside, list_calls
from baraza.services.call_analytics.queries.narrowing import tags_in_use

pytestmark = pytest.mark.django_db


def test_every_tag_in_use_is_named_once_in_order_and_no_other_organisations() -> None:
    ours, theirs = an_agency(), an_agency()
    for agency, names in ((ours, (["vip", "Äpfel 50%"], ["complaint", "vip"])), (theirs, (["secret"],))):
        with organisation_scope(organisation_id=agency.organisation_id):
            assert tags_in_use(actor=SYSTEM) == []
            for day, several in enumerate(names, start=1):
                call = a_finished_call(agency, at=noon(2026, 1, day))
                CallTag.objects.bulk_create(
                    CallTag(organisation_id=agency.organisation_id, call=call, name=name) for name in several
                )

    with organisation_scope(organisation_id=ours.organisation_id):
        in_order = list(CallTag.objects.order_by("name").values_list("name", flat=True).distinct())
        assert tags_in_use(actor=SYSTEM) == in_order
    assert set(in_order) == {"vip", "complaint", "Äpfel 50%"}


def test_several_agents_outcomes_and_tags_are_listed_page_by_page_as_one_list() -> None:
    """Each is read by its own index; together they are what one look through all calls finds."""
    agency = an_agency()
    with organisation_scope(organisation_id=agency.organisation_id):
        another = a_voice_connection(organisation_id=agency.organisation_id)
        third = an_agent(connection=another, external_id="agent_third", client="Karoo Dental")
        agents = [agency.first, agency.second, third]
        for day in range(1, 19):
            call = a_finished_call(agency, at=noon(2026, 1, day))
            outcome = ("successful", "busy", "failed", "voicemail")[day % 4]
            Call.objects.filter(pk=call.pk).update(
                agent_id=agents[day % 3], outcome=outcome, at=noon(2026, 1, day // 2 + 1)
            )
            CallTag.objects.create(organisation_id=agency.organisation_id, call=call, name=f"tag {day % 5}")
        every = list(Call.objects.order_by("-at", "-pk").values_list("pk", "agent_id", "outcome"))
        tags = dict(CallTag.objects.values_list("call_id", "name"))

        for wanted, expected in (
            (CallFilter(agent_ids=tuple(agents[:2])), [pk for pk, agent, _ in every if agent in agents[:2]]),
            (CallFilter(agent_ids=tuple(agents[:1])), [pk for pk, agent, _ in every if agent == agents[0]]),
            (CallFilter(clients=("Karoo Dental",)), [pk for pk, agent, _ in every if agent != agents[1]]),
            (CallFilter(clients=("Karoo Dental",), agent_ids=tuple(agents[:2])), [pk for pk, agent, _ in every if agent == agents[0]]),
            (CallFilter(outcomes=("busy", "failed")), [pk for pk, _, out in every if out in {"busy", "failed"}]),
            (CallFilter(outcomes=("reached", "busy")), [pk for pk, _, out in every if out in {"successful", "busy"}]),
            (CallFilter(states=("ENDED", "ERROR")), [pk for pk, *_ in every]),
            (CallFilter(tags=("tag 1", "tag 2")), [pk for pk, *_ in every if tags[pk] in {"tag 1", "tag 2"}]),
        ):  # fmt: skip
            assert paged(wanted) == expected
            middle = Call.objects.get(pk=expected[2])
            beside = calls_beside(actor=SYSTEM, wanted=wanted, call_id=middle.pk, at=middle.at)
            assert beside == (expected[1], expected[3])


def paged(wanted: CallFilter) -> list[int]:
    found, cursor = [], ""
    while True:
        page = list_calls(actor=SYSTEM, wanted=wanted, cursor=cursor, at_most=2)
        found += [row.id for row in page.rows]
        if not page.next_cursor:
            return found
        cursor = page.next_cursor


def test_a_schedule_that_was_kept_while_one_alone_could_be_chosen_still_means_it() -> None:
    kept = {"agent_id": 7, "client": "", "outcome": "busy", "tag": "vip", "state": "", "text": "appointment"}
    meant = CallFilter(agent_ids=(7,), outcomes=("busy",), tags=("vip",), text="appointment")
    assert (
        thaw(kept) == meant == thaw({name: list(v) if isinstance(v, tuple) else v for name, v in freeze(meant).items()})
    )
