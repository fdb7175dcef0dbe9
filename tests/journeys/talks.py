"""Conversations that several journeys begin with."""

from __future__ import annotations

from typing import Any

from tests.journeys.desk import City, eventually, reference_in, words_of

from baraza.operations.demo.handsets import UssdPhone, WhatsAppPhone

Json = dict[str, Any]


def said(phone: WhatsAppPhone, part: str) -> Json:
    """The answer that holds these words; earlier answers are passed over."""
    kept: list[Json] = []

    def look() -> Json | None:
        kept.extend(phone.answers())
        return next((answer for answer in kept if part.lower() in words_of(answer).lower()), None)

    return eventually(look, what=lambda: f"{part!r} was not said, but {[words_of(answer) for answer in kept]}")


def choose(phone: WhatsAppPhone, choice_id: str, title: str = "") -> None:
    phone.button(id=choice_id, title=title or choice_id)


def report_by_chat(phone: WhatsAppPhone, *, words: str = "Burst pipe in front of the school") -> str:
    """An English report with a pin, from hello to the reference."""
    phone.text("Hello")
    said(phone, "Choose your language")
    choose(phone, "lang:en")
    said(phone, "What would you like to do")
    phone.text(words)
    said(phone, "Is that right")
    choose(phone, "yes")
    said(phone, "Send a photo")
    choose(phone, "skip")
    said(phone, "Where is it")
    phone.location(latitude=-26.2385, longitude=27.9087, name="Vilakazi Street")
    said(phone, "Is that in")
    choose(phone, "yes")
    said(phone, "Please check")
    choose(phone, "send")
    return reference_in(words_of(said(phone, "Your report is")))


def report_by_dialling(phone: UssdPhone) -> str:
    """An English report with a landmark."""
    phone.dial()
    for answer in ("1", "1", "Street light is out at the corner", "1", "Vilakazi Street, Soweto", "1"):
        phone.send(answer)
    return reference_in(phone.send("1").text)


def tracked(city: City, reference: str) -> Any:
    from baraza.services.complaints.queries.one import get_complaint

    with city.scope():
        return get_complaint(reference=reference)
