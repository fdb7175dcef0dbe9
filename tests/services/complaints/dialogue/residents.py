"""Residents of a city that takes complaints, and what they read."""

from typing import Any

from tests.conversation.talking import A_PHOTO, Resident, a_resident

from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging.contract import Buttons, Content, Kind, ListMenu, LocationRequest, Text
from baraza.services.complaints.models import Complaint, Entry

NAME = "Mzansi"
BURST = "Burst pipe in our street"
DURBAN = {"latitude": -29.86, "longitude": 31.02}


def a_complainant(*, language: str = "en", **organisation: Any) -> Resident:
    return a_resident(services=("complaints",), language=language, **{"name": NAME, **organisation})


def read(contents: list[Content]) -> str:
    """Everything that stands in the chat, answers to tap in brackets."""
    return "\n".join(_read(content) for content in contents)


def _read(content: Content) -> str:
    match content:
        case Text(body=body) | LocationRequest(body=body):
            return body
        case Buttons(body=body, buttons=buttons):
            return f"{body} {''.join(f'[{button.title}]' for button in buttons)}"
        case ListMenu(body=body, sections=sections):
            return f"{body} {''.join(f'[{row.title}]' for section in sections for row in section.rows)}"
        case _:
            return str(content)


def photographs(resident: Resident, caption: str = "") -> str:
    return read(resident.writes(caption, kind=Kind.IMAGE, media=A_PHOTO))


def pins(resident: Resident, latitude: float, longitude: float, **more: Any) -> str:
    return read(resident.writes(kind=Kind.LOCATION, latitude=latitude, longitude=longitude, **more))


def says(resident: Resident, *texts: str) -> str:
    """The answer to the last of these."""
    shown = ""
    for text in texts:
        shown = read(resident.writes(text))
    return shown


def taps(resident: Resident, choice_id: str) -> str:
    return read(resident.taps(choice_id))


def keys(resident: Resident, *inputs: str) -> str:
    """The screen after the last of these."""
    shown = ""
    for given in inputs:
        shown = resident.keys(given)
    return shown


def complaints(resident: Resident) -> list[Complaint]:
    with organisation_scope(organisation_id=resident.organisation.id):
        return list(Complaint.objects.order_by("id"))


def the_complaint(resident: Resident) -> Complaint:
    (complaint,) = complaints(resident)
    return complaint


def entries(resident: Resident) -> list[tuple[str, str]]:
    with organisation_scope(organisation_id=resident.organisation.id):
        return [(entry.kind, entry.text) for entry in Entry.objects.order_by("id")]


def answers_of(resident: Resident) -> dict[str, Any]:
    return resident.session.state["data"]


def step_of(resident: Resident) -> str:
    return resident.session.state["step"]


def a_report(resident: Resident, *, words: str = BURST, place: str = "Vilakazi Street, Soweto") -> Complaint:
    """By chat, from the words to the reference."""
    known = {row.pk for row in complaints(resident)}
    says(resident, words, "yes", "no photo", place, "yes", "yes")
    (new,) = [row for row in complaints(resident) if row.pk not in known]
    return new
