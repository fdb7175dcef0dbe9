"""An agency with many calls, written by SQL, and the figures of its boards."""

from __future__ import annotations

import os
from dataclasses import dataclass

from measuring.complaints import STAFF
from measuring.database import found_benchmark_organisation

# The first is the one that the provider's stand-in has calls of.
AGENTS, KEY = 10, "benchmark-key"
_ROWS = """
INSERT INTO calls_call (organisation_id, connection_id, agent_id, source, external_id, agent_external_id, agent_version,
    medium, direction, from_number, to_number, at, started_at, ended_at, told_duration_ms, duration_ms, state, reason,
    outcome, sentiment, successful, in_voicemail, cost_micros, currency, billed_seconds, latency_p50_ms, doubts, stage,
    first_heard_at, repaired, disposition, version)
SELECT %(organisation)s, %(connection)s, (%(agents)s::bigint[])[1 + h %% 10], 'voice.retell',
    'bench_' || %(count)s || '_' || n, 'agent', '1', 'phone', (ARRAY['inbound', 'outbound'])[1 + n %% 2],
    '+2782' || lpad(n::text, 7, '0'), '+27100000001', at, at, at + interval '1 minute', 60000, h %% 300000, 'ENDED',
    'user_hangup', (ARRAY['successful', 'unsuccessful', 'voicemail', 'no_answer'])[1 + n %% 4],
    (ARRAY['positive', 'neutral', 'negative'])[1 + n %% 3], n %% 2 = 0, false, 12500000, 'USD', 60, 300 + h %% 2000, '{}',
    4, at, false, '', 1
FROM (SELECT n, hashint8(n) & 2147483647 AS h, now() - interval '365 days' + n * (interval '365 days' / %(count)s) AS at
      FROM generate_series(1, %(count)s) AS n) AS numbered
"""
# Every tenth call, with one of twenty words.
_TAGS = """
INSERT INTO calls_tag (organisation_id, call_id, name)
SELECT organisation_id, id, 'tag ' || id %% 200 / 10 FROM calls_call
WHERE organisation_id = %(organisation)s AND id %% 10 = 0 ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Agency:
    organisation_id: int
    connection_id: int
    agent_ids: list[int]


def found_agency(*, slug: str) -> Agency:
    """The one named benchmark has a supervisor."""
    from baraza.core.identity.actions import enrol_member
    from baraza.core.identity.actor import SYSTEM
    from baraza.core.ingress.connections import open_connection
    from baraza.core.organisations.models import Organisation
    from baraza.core.tenancy.scope import organisation_scope, platform_scope
    from baraza.services.call_analytics.actions.agents import NewAgent, add_agents

    organisation_id = found_benchmark_organisation(slug=slug)
    with platform_scope():
        Organisation.objects.filter(pk=organisation_id).update(services=["complaints", "call_analytics"])
    if slug == "benchmark":
        enrol_member(
            email=STAFF, name="B", password=os.urandom(16).hex(), organisation_id=organisation_id, role="supervisor"
        )
    connection = open_connection(
        organisation_id=organisation_id, source="voice.retell", name="Benchmark", secrets={"api_key": KEY}, options={}
    )
    several = [NewAgent(external_id=agent_of(slug, number), name=f"Front desk {number}") for number in range(AGENTS)]
    with organisation_scope(organisation_id=organisation_id):
        agent_ids = add_agents(actor=SYSTEM, connection_id=connection.id, several=several)
    return Agency(organisation_id, connection.id, agent_ids)


def agent_of(slug: str, number: int = 0) -> str:
    return f"agent_{slug}_{number}"


def write_calls(agency: Agency, *, count: int) -> None:
    """Of the last twelve months, day and night, with their tags and figures; another `count` writes others."""
    import psycopg
    from django.conf import settings

    from baraza.services.call_analytics.actions.figures import rebuild_figures

    values = {
        "organisation": agency.organisation_id, "connection": agency.connection_id, "agents": agency.agent_ids,
        "count": count,
    }  # fmt: skip
    with psycopg.connect(**settings.OWNER_DATABASE.conninfo(), autocommit=True) as owner:
        owner.execute("ALTER TABLE calls_call DISABLE TRIGGER USER")
        with owner.transaction():
            owner.execute("SELECT set_config('baraza.organisation_id', %s, true)", [str(agency.organisation_id)])
            owner.execute(_ROWS, values)
            owner.execute(_TAGS, values)
        owner.execute("ALTER TABLE calls_call ENABLE TRIGGER USER")
        rebuild_figures(organisation_id=agency.organisation_id)
        owner.execute("VACUUM ANALYZE calls_call, calls_tag, calls_figure, calls_latency_figure")
