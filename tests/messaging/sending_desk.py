"""An organisation with one person to write to, and the errors that a provider may raise."""

from datetime import datetime, timedelta

from tests.factories.core import make_organisation
from tests.factories.messaging import (
    ScriptedProvider,
    a_connection,
    a_contact,
    a_received,
    comes_in,
)

from baraza.core.ingress.contract import ConnectionFacts
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.messaging import outbox, queries
from baraza.messaging.contract import (
    Failure,
    SendError,
    Template,
    Text,
)
from baraza.messaging.dispatch import dispatch
from baraza.messaging.models import Attempt, OutboxEntry

START = datetime.fromisoformat("2026-11-20T08:00:00+00:00")


def temporary(**overrides: object) -> SendError:
    values: dict[str, object] = {"failure": Failure.TEMPORARY, "retryable": True}
    return SendError("503", **{**values, **overrides})  # type: ignore[arg-type]


def final(failure: Failure) -> SendError:
    return SendError("no", failure=failure, retryable=False, code="131026")


class Desk:
    """An organisation with one person who wrote on its chat connection just now."""

    def __init__(self) -> None:
        self.organisation: OrganisationProfile = make_organisation()
        self.chat: ConnectionFacts = a_connection(organisation_id=self.organisation.id)
        comes_in(self.chat, a_received())
        self.contact_id = a_contact(organisation_id=self.organisation.id)

    def post(self, text: str, *, key: str = "", template: Template | None = None) -> int | None:
        with organisation_scope(organisation_id=self.organisation.id):
            return outbox.post(
                contact_id=self.contact_id,
                connection_id=self.chat.id,
                content=Text(body=text),
                key=key or f"key-{text}",
                template=template,
            )

    def second_chat(self) -> ConnectionFacts:
        """A further connection that the person wrote on, before the first."""
        other = a_connection(organisation_id=self.organisation.id)
        comes_in(other, a_received(sent_at=clock.now() - timedelta(hours=1)))
        return other

    def dispatch(self) -> None:
        dispatch(organisation_id=self.organisation.id, contact_id=self.contact_id)

    def statuses(self) -> list[tuple[str, str, str]]:
        with organisation_scope(organisation_id=self.organisation.id):
            rows = OutboxEntry.objects.order_by("id").values_list("key", "status", "error_code")
            return list(rows)

    def thread_texts(self) -> list[tuple[str, str]]:
        with organisation_scope(organisation_id=self.organisation.id):
            return [
                (line.text, line.status) for line in queries.thread(contact_id=self.contact_id) if not line.incoming
            ]

    def outcomes(self) -> list[str]:
        with organisation_scope(organisation_id=self.organisation.id):
            return list(Attempt.objects.order_by("id").values_list("outcome", flat=True))


def bodies(provider: ScriptedProvider) -> list[str]:
    return [getattr(outgoing.content, "body", repr(outgoing.content)) for outgoing in provider.sent]


def unanswered() -> SendError:
    return SendError("no answer", failure=Failure.UNCERTAIN, retryable=True, code="no_answer")
