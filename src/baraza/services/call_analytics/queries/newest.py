"""The newest calls of several agents, clients or outcomes: the newest of each, from its own index, then of all.

Asked for at once, the database reads all calls from the newest on until enough of them fit: a million of them when
an agent has not called for a year.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, BooleanField, F, Func, OuterRef, QuerySet

from baraza.core.identity.actor import SYSTEM
from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.call_analytics.models import Agent, Call
from baraza.services.call_analytics.queries.filters import CallFilter, calls_wanted, outcomes_in, readable_calls

# From the place in the list on, in its order.
Placed = Callable[[QuerySet[Call]], QuerySet[Any]]


def newest(*, wanted: CallFilter, placed: Placed, at_most: int) -> QuerySet[Any]:
    """Those of a page at least: more than `at_most` may be in it."""
    rows = placed(calls_wanted(wanted))
    # What is found by its words or tags is few enough to be put in order.
    if wanted.text:
        return rows
    if wanted.tags:
        return placed(readable_calls(actor=SYSTEM)).filter(pk__in=rows.values("pk")[:at_most])
    if wanted.agent_ids or wanted.clients or wanted.only_clients:
        return rows.filter(pk__in=_of_agents(wanted, placed, at_most))
    several = _one_by_one(wanted)
    if not several:
        return rows
    first, *others = (placed(calls_wanted(one)).values("pk")[:at_most] for one in several)
    return rows.filter(pk__in=first.union(*others, all=True)) if others else rows


def _of_agents(wanted: CallFilter, placed: Placed, at_most: int) -> QuerySet[Any]:
    agents = Agent.objects.filter(organisation_id=current_organisation_id())
    if wanted.agent_ids:
        agents = agents.filter(pk__in=wanted.agent_ids)
    for clients in filter(None, (wanted.clients, wanted.only_clients)):
        agents = agents.filter(client__in=clients)
    own = placed(
        calls_wanted(replace(wanted, agent_ids=(), clients=(), only_clients=())).filter(_is_agents(OuterRef("pk")))
    )
    # In the order of the index of agents, so that no other one will do.
    order = [str(one) for one in own.query.order_by]
    own = own.order_by("-agent_id" if order[0] == "at" else "agent_id", *order)
    each = Func(ArraySubquery(own.values("pk")[:at_most]), function="unnest", output_field=BigIntegerField())
    return agents.annotate(newest=each).values("newest")


def _is_agents(agent: Any) -> Func:
    """As one of a list: of what is equal to one value the planner forgets the order, and with it the index."""
    return Func(
        F("agent_id"), agent, template="%(expressions)s])", arg_joiner=" = ANY(ARRAY[", output_field=BooleanField()
    )


def _one_by_one(wanted: CallFilter) -> list[CallFilter]:
    """By what has an index of its own."""
    if wanted.outcomes:
        return [replace(wanted, outcomes=(one,)) for one in outcomes_in(wanted)]
    return [replace(wanted, states=(one,)) for one in wanted.states]
