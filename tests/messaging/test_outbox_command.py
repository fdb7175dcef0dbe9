"""What operators see of messages that did not go out, over all organisations, and what they can do about it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.conftest import CommittedDatabase
from tests.factories.core import make_organisation
from tests.factories.messaging import ScriptedProvider, a_connection, a_contact, a_received, comes_in

from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import outbox
from baraza.messaging.contract import Failure, SendError, Text
from baraza.messaging.dispatch import dispatch
from baraza.messaging.models import OutboxEntry


def baraza_outbox(*arguments: str) -> list[str]:
    said = StringIO()
    call_command("outbox", *arguments, stdout=said)
    return said.getvalue().splitlines()


def _posted(text: str) -> tuple[int, int]:
    """A message of a new organisation that was dispatched: the organisation and the entry."""
    organisation = make_organisation()
    chat = a_connection(organisation_id=organisation.id)
    comes_in(chat, a_received())
    contact_id = a_contact(organisation_id=organisation.id)
    with organisation_scope(organisation_id=organisation.id):
        entry_id = outbox.post(contact_id=contact_id, connection_id=chat.id, content=Text(body=text), key="news")
    assert entry_id is not None
    dispatch(organisation_id=organisation.id, contact_id=contact_id)
    return organisation.id, entry_id


def _status(organisation_id: int, entry_id: int) -> str:
    with organisation_scope(organisation_id=organisation_id):
        return OutboxEntry.objects.get(pk=entry_id).status


@pytest.fixture
def problems(committed_database: CommittedDatabase, chat: ScriptedProvider) -> list[tuple[int, int]]:
    chat.answers = [
        SendError("wrong", failure=Failure.REFUSED, retryable=False, code="131008"),
        SendError("expired", failure=Failure.ACCOUNT, retryable=False, code="190"),
        KeyError("messages"),
    ]
    return [_posted("Call +27821234567"), _posted("two"), _posted("three")]


def test_failed_and_uncertain_messages_and_refused_accounts_are_shown(problems: list[tuple[int, int]]) -> None:
    (first, failed), (second, _), (third, uncertain) = problems

    lines = baraza_outbox("problems")

    assert (len(lines), lines[3]) == (4, "3 problems.")
    assert lines[0].startswith(f"{failed}  organisation {first}  ")
    assert "failed  131008" in lines[0]
    assert lines[0].endswith("“Call +27…4567”")
    assert lines[1].startswith(f"organisation {second}  connection ")
    assert lines[1].endswith(": 190 expired")
    assert lines[2].startswith(f"{uncertain}  organisation {third}  ")


def test_a_message_is_sent_again_when_an_operator_says_so(problems: list[tuple[int, int]]) -> None:
    (first, failed), (_, queued), _ = problems

    assert baraza_outbox("send-again", str(failed), str(queued)) == [
        f"{failed} will be sent again.",
        f"{queued} stays as it is. The message is queued.",
    ]
    assert _status(first, failed) == "queued"


def test_a_message_that_is_not_there_is_named(committed_database: CommittedDatabase) -> None:
    with pytest.raises(CommandError, match=r"^There is no message 4711\.$"):
        baraza_outbox("send-again", "4711")
    with pytest.raises(CommandError, match=r"^Give the numbers of the messages\.$"):
        baraza_outbox("send-again")
