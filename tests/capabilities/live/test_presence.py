"""Who else has the same thing open."""

import pytest

from baraza.capabilities.live import presence
from baraza.capabilities.live.events import Event
from baraza.capabilities.live.presence import KIND, LASTS_SECONDS, Doing, hear, others_at
from baraza.core.identity.actor import Actor

ME, YOU = Actor(kind="member", id=1), Actor(kind="member", id=2)


@pytest.fixture(autouse=True)
def _nobody_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "_seen", {})
    monkeypatch.setattr(presence, "current_organisation_id", lambda: 9)


def seen(actor: Actor, doing: str, *, subject: str = "A", organisation_id: int = 9) -> bool:
    facts = {"by": actor.id or 0, "doing": doing}
    return hear(Event(organisation_id=organisation_id, sequence=1, kind=KIND, subject=subject, facts=facts))


def test_colleagues_are_seen_at_the_same_thing_and_nobody_sees_themselves() -> None:
    seen(ME, "looking")
    seen(YOU, "writing")
    seen(YOU, "looking", subject="B")

    assert [(one.member_id, one.doing) for one in others_at(actor=ME, subject="A")] == [(2, Doing.WRITING)]
    assert others_at(actor=YOU, subject="B") == []


def test_another_organisations_people_are_not_there() -> None:
    seen(YOU, "looking", organisation_id=10)

    assert others_at(actor=ME, subject="A") == []


def test_pages_are_told_of_what_is_new_only() -> None:
    news = [seen(YOU, doing) for doing in ("looking", "looking", "writing", "gone", "gone", "dancing")]

    assert news == [True, False, True, True, False, False]


def test_who_is_not_heard_of_for_a_while_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    seen(YOU, "looking")
    later = presence.time.monotonic() + LASTS_SECONDS + 1
    monkeypatch.setattr(presence.time, "monotonic", lambda: later)

    assert others_at(actor=ME, subject="A") == []
    assert seen(YOU, "looking") is True
