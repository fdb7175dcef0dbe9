"""Fills an empty deployment with the demonstration; a second run changes nothing."""

from collections.abc import Sequence

from baraza.capabilities.triage.queries import classify
from baraza.core.identity.actions import enrol_member
from baraza.core.identity.actor import SYSTEM, Actor, resident
from baraza.core.ingress.connections import list_connections, open_connection
from baraza.core.organisations.actions import NewOrganisation, found_organisation
from baraza.core.tenancy.scope import organisation_scope
from baraza.operations.demo.access import seed_access
from baraza.operations.demo.cases import seed_cases
from baraza.operations.demo.conversations import seed_conversations
from baraza.operations.demo.desk import seed_desk
from baraza.operations.demo.feedback import seed_feedback
from baraza.operations.demo.history import seed_history
from baraza.operations.demo.letters import seed_letters
from baraza.operations.demo.organisations import (
    EMERGENCY_NUMBERS,
    OFFICES,
    ORGANISATIONS,
    PASSWORD,
    SAMPLES,
    STAFF,
    SampleReport,
)
from baraza.operations.demo.places import area_facts, seed_wards
from baraza.operations.demo.settings import seed_settings
from baraza.operations.demo.voice import seed_voice
from baraza.services.complaints.actions.figures import fold_organisation
from baraza.services.complaints.actions.information import set_emergency_numbers, set_offices
from baraza.services.complaints.actions.move import move, take
from baraza.services.complaints.actions.open import NewComplaint, open_complaint
from baraza.services.complaints.queries.filters import Filter
from baraza.services.complaints.queries.lists import list_complaints
from baraza.services.complaints.states import State

# The sandbox of the Graph API takes any token; these values prove nothing to anyone else.
WHATSAPP_SECRETS = {
    "app_secret": "demonstration-app-secret",
    "access_token": "demonstration-token",
    "verify_token": "demonstration-verify",
}
DONE = "The team has been there and fixed it."


def seed() -> None:
    seed_wards()
    for position, new in enumerate(ORGANISATIONS):
        organisation_id = found_organisation(new=new)
        staff = [
            (
                enrol_member(
                    email=member.email,
                    name=member.name,
                    password=PASSWORD,
                    organisation_id=organisation_id,
                    role=member.role,
                ),
                member,
            )
            for member in STAFF
            if member.organisation == new.slug
        ]
        with organisation_scope(organisation_id=organisation_id):
            if list_connections():
                continue
            _connections(organisation_id=organisation_id, new=new, position=position)
            set_emergency_numbers(actor=SYSTEM, numbers=EMERGENCY_NUMBERS)
            set_offices(actor=SYSTEM, offices=OFFICES[new.slug])
            seed_access(slug=new.slug)
            seed_settings(slug=new.slug, clerk_ids=[user_id for user_id, member in staff if member.role == "agent"])
            clerks = [
                Actor(kind="member", id=user_id, role=member.role, name=member.name)
                for user_id, member in staff
                if member.role == "agent"
            ]
            if not list_complaints(wanted=Filter(group="all")).complaints:
                seed_history(new=new, clerks=clerks)
                _reports(new=new, clerks=clerks)
                seed_cases(new=new, clerks=clerks)
                seed_desk(clerks=clerks)
            seed_conversations(clerks=clerks)
            seed_letters(organisation_id=organisation_id, new=new, clerks=clerks)
            seed_feedback(clerks=clerks)
        fold_organisation(organisation_id=organisation_id)
    seed_voice()


def _connections(*, organisation_id: int, new: NewOrganisation, position: int) -> None:
    open_connection(
        organisation_id=organisation_id,
        source="whatsapp.meta_cloud",
        name=f"{new.name} on WhatsApp",
        secrets=WHATSAPP_SECRETS,
        options={"phone_number_id": str(106540352242922 + position), "business_account_id": "102290129340398"},
    )
    open_connection(
        organisation_id=organisation_id,
        source="ussd.africas_talking",
        name=f"{new.name} on USSD",
        secrets={},
        options={"service_code": f"*134*{7000 + position}#"},
    )
    open_connection(
        organisation_id=organisation_id,
        source="webpush.browsers",
        name=f"{new.name} in the browser",
        secrets={},
        options={},
    )


def _reports(*, new: NewOrganisation, clerks: Sequence[Actor]) -> None:
    for number, sample in enumerate(SAMPLES):
        complaint = _complaint(sample=sample, new=new, number=number)
        if new.home_area_code not in {"", complaint.area_code}:
            continue
        reference = open_complaint(actor=resident(contact_id=None), new=complaint)
        for state in sample.moves:
            if state == State.ASSIGNED:
                take(actor=clerks[0], reference=reference)
            else:
                move(
                    actor=clerks[0],
                    reference=reference,
                    wanted=State(state),
                    reason=DONE if state == State.RESOLVED else "",
                )


def _complaint(*, sample: SampleReport, new: NewOrganisation, number: int) -> NewComplaint:
    guess = classify(text=sample.text, language_hint=sample.language)
    return NewComplaint(
        source_key=f"demonstration:{number}",
        channel="web",
        language=sample.language,
        description=sample.text,
        category=sample.category,
        priority=sample.priority,
        guessed_category=guess.category,
        guessed_priority=guess.priority,
        guess_confidence=round(guess.confidence, 4),
        guess_model=guess.model_version,
        latitude=sample.latitude,
        longitude=sample.longitude,
        place_text=sample.place,
        **area_facts(latitude=sample.latitude, longitude=sample.longitude, country=new.country),
    )
