"""A proved e-mail address leads to a person until it bounces, complains or is stopped by one click."""

import pytest
from tests.channels.letters import MAILGUN, SMTP, by_mailgun
from tests.factories.messaging import a_received, chat_provider, comes_in
from tests.payloads.reading import payload

from baraza.core.ingress.connections import connection_facts, open_connection
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib import clock
from baraza.messaging import actions, outbox
from baraza.messaging.claiming import claim_next
from baraza.messaging.consent import consent_given
from baraza.messaging.contacts import add_phone, contact_of
from baraza.messaging.contract import DeliveryStatus, Letter, Sender, Text
from baraza.messaging.emails import (
    LETTERS,
    contact_with_email,
    email_of,
    keep_email,
    read_email,
    stop_letters,
    stop_token,
    stopped_by,
)
from baraza.messaging.inbox import handle_item
from baraza.messaging.models import Address, Contact, OutboxEntry, Reach
from baraza.messaging.reaching import letters_connection, routes
from baraza.messaging.registry import provider_named
from baraza.messaging.standing import standing
from baraza.messaging.waiting import take

READER = "aline@example.org"


def person(organisation: OrganisationProfile, email: str = READER) -> int:
    """In scope."""
    contact_id = actions.contact_without_address(name="Aline", language="en")
    assert organisation.id
    return keep_email(contact_id=contact_id, email=email, language="en", proof="a test")


def connected(organisation: OrganisationProfile, source: str = "email.mailgun") -> int:
    like = MAILGUN if source == "email.mailgun" else SMTP
    facts = open_connection(
        organisation_id=organisation.id, source=source, name="Letters", secrets=like.secrets, options=like.options
    )
    return facts.id


def told(organisation: OrganisationProfile, connection_id: int, name: str) -> None:
    """As the door hands it in."""
    facts = connection_facts(connection_id=connection_id)
    provider = provider_named("email.mailgun")
    for item in provider.items(request=by_mailgun(payload("mailgun", name)), connection=facts):
        handle_item(connection=facts, item=item, previous=None, event_id=1, correlation_id="c")
    assert facts.organisation_id == organisation.id


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Aline@Example.ORG ", "aline@example.org"),
        ("aline", None),
        ("a@b", None),
        ("", None),
        (f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.org", None),
        ("a@example.org\nBcc: b@example.org", None),
    ],
)
def test_an_address_is_read_or_refused(written: str, kept: str | None) -> None:
    assert read_email(written) == kept


def test_a_person_of_whom_only_the_address_is_known_is_reached_by_letter(organisation: OrganisationProfile) -> None:
    with organisation_scope(organisation_id=organisation.id):
        contact_id = person(organisation)
        assert (routes(contact_id=contact_id), letters_connection()) == ([], None)
        connection_id = connected(organisation)
        (way,) = routes(contact_id=contact_id)
        assert (way.connection_id, way.recipient.email, way.window_open) == (connection_id, READER, True)
        shown = standing(contact_id=contact_id)
        assert (shown.email, shown.email_stopped, shown.ways[0].address) == (READER, "", "a…@example.org")
        assert consent_given(contact_id=contact_id, purpose=LETTERS) is True


def test_whoever_proves_an_address_that_is_known_is_that_person(organisation: OrganisationProfile) -> None:
    with organisation_scope(organisation_id=organisation.id):
        first = person(organisation)
        second = actions.contact_without_address(language="en")
        assert keep_email(contact_id=second, email=READER, language="en", proof="a test") == first
        assert Contact.objects.get(pk=second).merged_into_id == first


def test_another_address_takes_the_place_of_the_one_before(organisation: OrganisationProfile) -> None:
    with organisation_scope(organisation_id=organisation.id):
        contact_id = person(organisation)
        assert keep_email(contact_id=contact_id, email="new@example.org", language="en", proof="t") == contact_id
        assert (contact_with_email(email=READER), email_of(contact_id=contact_id)) == (None, "new@example.org")


@pytest.mark.parametrize(
    ("event", "why"),
    [("failed_permanent", "bounced"), ("complained", "complained"), ("unsubscribed", "unsubscribed")],
)
def test_what_the_provider_says_of_an_address_ends_the_letters(
    organisation: OrganisationProfile, event: str, why: str
) -> None:
    with organisation_scope(organisation_id=organisation.id):
        contact_id, connection_id = person(organisation), connected(organisation)
        told(organisation, connection_id, event)
        assert standing(contact_id=contact_id).email_stopped == why
        assert routes(contact_id=contact_id) == []
        # Their owner proves it anew: it works again.
        keep_email(contact_id=contact_id, email=READER, language="en", proof="a test")
        assert len(routes(contact_id=contact_id)) == 1


@pytest.mark.parametrize("event", ["failed_temporary", "delivered", "opened", "event_of_tomorrow"])
def test_what_is_no_fault_of_the_address_changes_nothing(organisation: OrganisationProfile, event: str) -> None:
    with organisation_scope(organisation_id=organisation.id):
        contact_id, connection_id = person(organisation), connected(organisation)
        told(organisation, connection_id, event)
        assert standing(contact_id=contact_id).email_stopped == ""


def test_a_letter_that_bounced_takes_the_next_way(organisation: OrganisationProfile) -> None:
    chat_provider()
    with organisation_scope(organisation_id=organisation.id):
        contact_id, connection_id = person(organisation), connected(organisation)
        letter = Letter(subject="News", body="It is fixed.", link="https://baraza.example/r/1/")
        outbox.post(contact_id=contact_id, connection_id=connection_id, content=letter, key="complaints.resolved:7:3")
        OutboxEntry.objects.update(status="sent")
        chat = open_connection(
            organisation_id=organisation.id, source="chat.scripted", name="c", secrets={}, options={}
        )
        add_phone(contact_id=contact_id, phone=a_received().sender.phone or "")
        comes_in(chat, a_received())
        told(organisation, connection_id, "failed_permanent")
        failed, instead = OutboxEntry.objects.order_by("id")
        assert (failed.status, failed.error_code) == (DeliveryStatus.FAILED, "bounced")
        assert (instead.connection_id, instead.content["body"]) == (
            chat.id,
            "It is fixed.\nhttps://baraza.example/r/1/",
        )


def test_a_code_goes_to_the_address_that_is_to_be_proved_and_nowhere_else(organisation: OrganisationProfile) -> None:
    with organisation_scope(organisation_id=organisation.id):
        contact_id, connection_id = person(organisation), connected(organisation, "email.smtp")
        outbox.post(
            contact_id=contact_id,
            connection_id=connection_id,
            content=Text(body="1"),
            key="code:1",
            to="new@example.org",
        )
    claim = claim_next(organisation_id=organisation.id, contact_id=contact_id)
    assert claim is not None
    assert claim.outgoing.recipient.email == "new@example.org"
    assert claim.outgoing.letterhead is not None
    assert (claim.outgoing.letterhead.name, claim.outgoing.letterhead.stop_link) == (organisation.name, "")


def test_a_letter_has_the_letterhead_of_the_day_and_its_own_end(organisation: OrganisationProfile) -> None:
    with organisation_scope(organisation_id=organisation.id):
        contact_id, connection_id = person(organisation), connected(organisation, "email.smtp")
        outbox.post(contact_id=contact_id, connection_id=connection_id, content=Text(body="1"), key="k")
    claim = claim_next(organisation_id=organisation.id, contact_id=contact_id)
    assert claim is not None
    head = claim.outgoing.letterhead
    assert head is not None
    assert head.stop_link.startswith(f"http://localhost:8000/{organisation.slug}/letters/stop/")
    with organisation_scope(organisation_id=organisation.id):
        token = head.stop_link.rstrip("/").rpartition("/")[2]
        assert stopped_by(token=token) == contact_id
        stop_letters(contact_id=contact_id)
        stop_letters(contact_id=contact_id)
        assert Address.objects.get(value=READER).stopped_for == "unsubscribed"
        assert consent_given(contact_id=contact_id, purpose=LETTERS) is False
        assert take(contact_id=contact_id) == []


def test_a_token_of_another_organisation_or_of_nobody_stops_nothing(organisation: OrganisationProfile) -> None:
    from tests.factories.core import make_organisation

    with organisation_scope(organisation_id=organisation.id):
        token = stop_token(contact_id=person(organisation))
    with organisation_scope(organisation_id=make_organisation(slug="elsewhere").id):
        assert [stopped_by(token=one) for one in (token, token[:-1], "", "x")] == [None] * 4


def test_a_number_beside_a_proved_address_is_kept_only_when_it_is_nobodys(organisation: OrganisationProfile) -> None:
    with organisation_scope(organisation_id=organisation.id):
        mine = person(organisation)
        known = {"email": READER, "name": "", "language": "en"}
        assert actions.reporter_of(phone="+27820000001", **known).contact_id == mine
        theirs = contact_of(sender=Sender(phone="+27820000002")).pk
        found = actions.reporter_of(phone="+27820000002", **known)
        assert (found.contact_id, found.by_letter_id) == (theirs, mine)
        assert actions.reporter_of(phone="", email="", name="", language="en").contact_id is None


def test_staff_see_the_mailbox_of_a_stranger_masked(organisation: OrganisationProfile) -> None:
    connection_id = connected(organisation)
    with organisation_scope(organisation_id=organisation.id):
        contact_id = actions.contact_without_address(name="", language="en")
        Reach.objects.create(
            organisation_id=organisation.id,
            contact_id=contact_id,
            connection_id=connection_id,
            user_id="stranger@example.org",
            last_inbound_at=clock.now(),
        )

        (way,) = standing(contact_id=contact_id).ways

    assert way.address == "s…@example.org"
