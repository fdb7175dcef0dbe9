"""What happens to calls without anybody waiting: the back-fill, words that lists come without, recordings."""

import time
from datetime import date, timedelta

from baraza.core.ingress.connections import connection_facts, list_connections
from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.ingress.forgetting import forget_senders
from baraza.core.ingress.secrets import SecretsUnreadable
from baraza.core.jobs.queue import enqueue
from baraza.core.jobs.registry import RetryLater, job, periodic
from baraza.core.organisations.queries import list_organisations
from baraza.core.tenancy.rounds import in_each
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope
from baraza.lib import clock
from baraza.messaging.contract import SendError
from baraza.messaging.voice import CallEvent, OldWayOnly
from baraza.services.call_analytics.actions import alert_letters, passing, recordings
from baraza.services.call_analytics.actions.agents import archive_of_closed_accounts, attach_all_waiting
from baraza.services.call_analytics.actions.alerts import SEND_LETTER, evaluate
from baraza.services.call_analytics.actions.backfill import COMPLETE, complete_calls, keep_page
from baraza.services.call_analytics.actions.billing import WORK_OUT
from baraza.services.call_analytics.actions.connecting import LIST_AGENTS, RETELL, keep_offer, voice_provider
from baraza.services.call_analytics.actions.figures import fold_figures
from baraza.services.call_analytics.actions.forgetting import FORGET_TOLD
from baraza.services.call_analytics.actions.forgetting_callers import FORGET_CALLS, forget_later
from baraza.services.call_analytics.actions.ingest import FETCH_RECORDINGS
from baraza.services.call_analytics.actions.pinging import PING
from baraza.services.call_analytics.actions.pinging import ping_agents as ping
from baraza.services.call_analytics.actions.working_out import work_out

BACKFILL = "calls.backfill"
_LONGEST_SECONDS = 240.0
# In letters. A long call has some hundred thousand; a usual job's fifty calls have fewer together.
_MOST_WORDS_AT_ONCE = 1_000_000


@periodic(name="calls.backfill", every_seconds=600)
def backfill_all() -> None:
    in_each(organisation_ids=_everybody(), act=_ask_for_what_was_missed)


def _everybody() -> list[int]:
    return [organisation.id for organisation in list_organisations()]


def _ask_for_what_was_missed() -> None:
    archive_of_closed_accounts()
    attach_all_waiting()
    for one in list_connections():
        if one.active and one.source == RETELL:
            enqueue(
                job=BACKFILL,
                organisation_id=current_organisation_id(),
                arguments={"connection_id": one.id},
                key=str(one.id),
            )


@periodic(name="calls.recordings", every_seconds=300)
def recordings_that_wait() -> None:
    """Those whose first try failed."""
    in_each(organisation_ids=_everybody(), act=recordings.ask_again)


@job(name=BACKFILL, attempts=2)
def backfill(*, organisation_id: int, connection_id: int) -> None:
    """Page by page: what to ask in one transaction, the provider in none, the answer in another."""
    deadline = time.monotonic() + _LONGEST_SECONDS
    more = True
    while more:
        if time.monotonic() > deadline:
            raise RetryLater(0)
        with organisation_scope(organisation_id=organisation_id):
            try:
                connection = connection_facts(connection_id=connection_id)
            except SecretsUnreadable as error:
                # Only an operator mends that; a job that failed every ten minutes would bury what else went wrong.
                passing.pass_failed(connection_id=connection_id, why=str(error))
                return
            step = passing.next_step(connection=connection) if connection.active else None
        more = step is not None and _page(connection, step)


@job(name=LIST_AGENTS, attempts=2)
def list_agents(*, organisation_id: int, connection_id: int) -> None:
    with organisation_scope(organisation_id=organisation_id):
        connection = connection_facts(connection_id=connection_id)
    try:
        agents, error = voice_provider(connection=connection).list_agents(connection=connection), ""
    except SendError as failure:
        agents, error = (), failure.detail
    with organisation_scope(organisation_id=organisation_id):
        keep_offer(connection_id=connection_id, agents=agents, error=error)


@job(name=PING, attempts=2)
def ping_agents(*, organisation_id: int, agent_ids: list[int], webhook_base: str) -> None:
    ping(organisation_id=organisation_id, agent_ids=agent_ids, webhook_base=webhook_base)


@job(name=COMPLETE, attempts=12)
def complete(*, organisation_id: int, connection_id: int, external_ids: list[str]) -> None:
    """Asked call by call, kept together; when the provider is away the rest is tried later."""
    with organisation_scope(organisation_id=organisation_id):
        connection = connection_facts(connection_id=connection_id)
    provider, found = voice_provider(connection=connection), list[CallEvent]()
    for place, external_id in enumerate(external_ids):
        try:
            event = provider.get_call(connection=connection, external_id=external_id)
        except SendError as error:
            _keep(connection, found)
            if not error.retryable:
                raise
            with organisation_scope(organisation_id=organisation_id):
                _later(connection, external_ids[place:], error)
            return
        if event is not None:
            found.append(event)
        if sum(len(one.call.words.text or "") for one in found) > _MOST_WORDS_AT_ONCE:
            _keep(connection, found)
            found = []
    _keep(connection, found)


@job(name=FETCH_RECORDINGS)
def fetch_recordings(*, organisation_id: int, call_ids: list[int]) -> None:
    for call_id in call_ids:
        recordings.fetch_of_call(organisation_id=organisation_id, call_id=call_id)


def _page(connection: ConnectionFacts, step: passing.Step) -> bool:
    """Whether there is a further one."""
    try:
        page = voice_provider(connection=connection).list_calls(connection=connection, wanted=step.wanted)
    except OldWayOnly:
        with organisation_scope(organisation_id=connection.organisation_id):
            passing.go_on_the_older_way(connection=connection)
        return True
    except SendError as error:
        with organisation_scope(organisation_id=connection.organisation_id):
            passing.pass_failed(connection_id=connection.id, why=error.detail)
        return False
    with organisation_scope(organisation_id=connection.organisation_id):
        days = keep_page(connection=connection, events=page.calls)
        return passing.page_kept(connection=connection, next_cursor=page.next_cursor, days=days)


def _keep(connection: ConnectionFacts, events: list[CallEvent]) -> None:
    with organisation_scope(organisation_id=connection.organisation_id):
        complete_calls(connection=connection, events=events)


def _later(connection: ConnectionFacts, external_ids: list[str], error: SendError) -> None:
    enqueue(
        job=COMPLETE,
        organisation_id=connection.organisation_id,
        arguments={"connection_id": connection.id, "external_ids": list(external_ids)},
        run_at=clock.now() + timedelta(seconds=max(error.retry_after or 0.0, 120.0)),
    )


@periodic(name="calls.bills", every_seconds=300)
def bill_all() -> None:
    """Calls that ended or changed since, of organisations that have rules."""
    in_each(organisation_ids=_everybody(), act=work_out)


@job(name=WORK_OUT, attempts=3)
def work_out_bills(*, organisation_id: int, since: str) -> None:
    with organisation_scope(organisation_id=organisation_id):
        work_out(since=date.fromisoformat(since))


@periodic(name="calls.fold_figures", every_seconds=15)
def fold() -> None:
    """Changes of boards' figures into their totals."""
    fold_figures()


@job(name=FORGET_CALLS)
def forget_calls_of_caller(*, organisation_id: int, masked: str, call_ids: list[int]) -> None:
    with organisation_scope(organisation_id=organisation_id):
        forget_later(masked=masked, call_ids=call_ids)


@job(name=FORGET_TOLD)
def forget_what_was_told_late(*, organisation_id: int, external_ids: list[str]) -> None:
    with organisation_scope(organisation_id=organisation_id):
        forget_senders(senders=external_ids)


@periodic(name="calls.alerts", every_seconds=300)
def evaluate_alerts() -> None:
    """Rules of all organisations, each in a transaction of its own."""
    in_each(organisation_ids=_everybody(), act=evaluate)


@job(name=SEND_LETTER, attempts=30)
def send_alert_letter(*, organisation_id: int, letter_id: int) -> None:
    alert_letters.send(organisation_id=organisation_id, letter_id=letter_id)
