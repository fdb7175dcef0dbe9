"""The simulator plays what a channel would show, keeps nothing, and writes down what was played."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.conversation import talking
from tests.conversation.renderers.strategies import WHATSAPP
from tests.conversation.small_dialogue import SMALL
from tests.conversation.talking import on_offer
from tests.factories.core import make_organisation
from tests.factories.messaging import ScriptedProvider

from baraza.conversation.models import Session
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import contract, registry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_dialogue() -> Iterator[None]:
    registry.register(name="bubbles.scripted", provider=ScriptedProvider(channel="bubbles", limits=WHATSAPP))
    limits = contract.Limits(text=160, alphabet="gsm7")
    registry.register(name="screens.scripted", provider=ScriptedProvider(channel="screens", inline=True, limits=limits))
    with on_offer(SMALL):
        yield


@pytest.fixture
def slug() -> str:
    return make_organisation(services=("small",), name="Testville").slug


def converse(folder: Path, slug: str, channel: str, *lines: str, **options: object) -> str:
    script = folder / "script.txt"
    script.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    out = io.StringIO()
    call_command("converse", "small", channel=channel, organisation=slug, script=script, stdout=out, **options)
    return out.getvalue()


def test_a_screen_is_drawn_with_what_it_costs(tmp_path: Path, slug: str) -> None:
    shown = converse(tmp_path, slug, "screens", "1")

    assert shown.splitlines()[7:] == [
        "> 1",
        "┌──────────────────────────────────────────────┐",
        "│ Wrong?                                       │",
        "│ 0 Back                                       │",
        "└─────────────────────────────────── 13 of 160 ┘",
        "Nothing of this was kept.",
    ]


def test_bubbles_buttons_and_lists_are_drawn_with_numbers_to_tap(tmp_path: Path, slug: str) -> None:
    shown = converse(tmp_path, slug, "bubbles", "hello", "1", "Burst pipe", ":photo", "1", ":pin -33.9,18.4")

    assert shown.splitlines() == [
        "(write the first message)",
        "> hello",
        "  │ What would you like to do?",
        "  ( ≡ Choose )",
        "    1  Report a leak",
        "    2  Track a report",
        "    3  Language",
        "    4  Broken step",
        "> 1",
        "  │ What is wrong?",
        "> Burst pipe",
        "  │ Send photos.",
        "  ( 1 Done )",
        "> :photo",
        "  │ Send photos.",
        "  ( 1 Done )",
        "> 1",
        "  │ Where is it?",
        "  ( Send location )  :pin LAT,LON",
        "> :pin -33.9,18.4",
        "  │ Send “Burst pipe”?",
        "  ( 1 Yes )  ( 2 No )",
        "Nothing of this was kept.",
    ]


def test_a_dropped_session_is_dialled_again(tmp_path: Path, slug: str) -> None:
    shown = converse(tmp_path, slug, "screens", "1", ":hangup", "")

    assert shown.count("Wrong?") == 2
    assert "(hung up; the next line dials again)" in shown


@pytest.mark.parametrize(
    ("channel", "typed", "told"),
    [
        ("screens", ":photo", "(This channel takes no photos.)"),
        ("screens", ":pin 1,2", "(This channel takes no locations.)"),
        ("bubbles", ":pin here", "(Write it so: :pin -33.9249,18.4241)"),
        ("bubbles", ":hangup", "(There is nothing to hang up in a chat.)"),
        ("bubbles", ":what", "(Commands: :photo [WORDS], :pin LAT,LON, :hangup, :quit. =TEXT sends it as it is.)"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, slug: str, channel: str, typed: str, told: str) -> None:
    assert told in converse(tmp_path, slug, channel, typed, ":quit", "never played")


def test_nothing_is_kept_unless_asked_for(tmp_path: Path) -> None:
    organisation = make_organisation(services=("small",))

    converse(tmp_path, organisation.slug, "screens", "1")
    with organisation_scope(organisation_id=organisation.id):
        assert Session.objects.count() == 0

    converse(tmp_path, organisation.slug, "screens", "1", keep=True)
    with organisation_scope(organisation_id=organisation.id):
        assert Session.objects.get().state["step"] == "words"


def test_the_language_that_was_chosen_is_spoken(tmp_path: Path, slug: str) -> None:
    converse(tmp_path, slug, "screens", "1", language="zu")

    with pytest.raises(CommandError, match="speaks en, af, zu, xh"):
        converse(tmp_path, slug, "screens", "1", language="fr")


@pytest.mark.parametrize(
    ("channel", "lines"),
    [
        ("screens", ("1", "Burst pipe", "1", ":hangup", "", "Main Road", "1", "3")),
        ("bubbles", ("hello", "1", "Burst pipe", "1", ":pin -33.9,18.4", "1", "=3")),
    ],
)
def test_what_was_played_is_written_down_as_a_test_that_passes(
    tmp_path: Path, slug: str, channel: str, lines: tuple[str, ...]
) -> None:
    shown = converse(tmp_path, slug, channel, *lines, repro=True)

    names = {**vars(contract), **vars(talking)}
    exec(shown[shown.index("def test_") :], names)
    names["test_a_conversation_is_held_as_it_was_played"]()


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"organisation": "nowhere"}, "Unknown: No active organisation 'nowhere'."),
        ({"channel": "smoke"}, "No provider of 'smoke' is in the catalogue"),
    ],
)
def test_an_unknown_organisation_or_channel_is_named(slug: str, options: dict[str, str], problem: str) -> None:
    with pytest.raises(CommandError, match=problem):
        call_command("converse", "small", **{"organisation": slug, **options})


def test_a_service_that_nobody_offers_is_named() -> None:
    with pytest.raises(CommandError, match="Unknown: nothing"):
        call_command("converse", "nothing")
