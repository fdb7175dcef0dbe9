"""The real dialogue of complaints through the real inbox: whatever people do, on either channel or both in turn."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Verbosity, given, settings
from hypothesis import strategies as st
from tests.conversation.talking import A_PHOTO, Resident, a_resident

from baraza.conversation.engine.commands import WORDS
from baraza.lib.gsm7 import septets
from baraza.messaging.contract import Kind

pytestmark = pytest.mark.django_db

_SAID = st.one_of(
    st.sampled_from([str(number) for number in range(8)]),
    st.sampled_from(["00", "98", "", "?", "Mowbray", "12 Main Road", "MI-2026-ABCDEF", "yes", "Send", "x" * 900]),
    st.sampled_from(
        [
            "Burst pipe in our street",
            "sparking cable!",
            "Amanzi avuza emgwaqweni",
            "Die straatlig werk nie",
            "🚰🚰🚰 مرحبا",
        ]
    ),
    st.sampled_from(sorted(WORDS)),
    st.text(max_size=30),
)
_DEEDS = st.one_of(
    st.tuples(st.just("keys"), _SAID),
    st.tuples(st.just("writes"), _SAID),
    st.tuples(st.just("dials"), st.just("")),
    st.tuples(st.just("hangs_up"), st.just("")),
    st.tuples(st.just("photo"), _SAID),
    st.tuples(st.just("pin"), st.sampled_from(["-33.93,18.46", "0,0", "-26.2,28.05", "91,181"])),
    st.tuples(st.just("audio"), st.just("")),
)
# Along which people usually get far, so that what they do at random is tried everywhere.
_SCREENS = [
    ("dials", ""),
    *(("keys", said) for said in ("1", "1", "Burst pipe in our street", "1", "Mowbray main road")),
]
_TRACKING = [("dials", ""), ("keys", "1"), ("keys", "2"), ("keys", "MI-2026-ABCDEF")]
_CHAT = [
    *(("writes", said) for said in ("hi", "english", "Burst pipe in our street", "1")),
    ("photo", ""),
    ("pin", "-33.93,18.46"),
    ("writes", "2"),
    ("writes", "3"),
]
_BEGUN = st.sampled_from([_SCREENS, _TRACKING, _CHAT, _CHAT]).flatmap(
    lambda path: st.integers(0, len(path)).map(lambda length: path[:length])
)
_PLAYED = st.tuples(_BEGUN, st.lists(_DEEDS, min_size=1, max_size=8)).map(lambda parts: [*parts[0], *parts[1]])


def do(resident: Resident, deed: str, words: str) -> object:
    latitude, _, longitude = words.partition(",")
    doing: dict[str, Any] = {
        "keys": lambda: resident.keys(words),
        "writes": lambda: resident.writes(words),
        "dials": resident.dials,
        "hangs_up": resident.hangs_up,
        "photo": lambda: resident.writes(words, kind=Kind.IMAGE, media=A_PHOTO),
        "pin": lambda: resident.writes(kind=Kind.LOCATION, latitude=float(latitude), longitude=float(longitude)),
        "audio": lambda: resident.writes(kind=Kind.AUDIO),
    }
    return doing[deed]()


_FEW = settings(
    max_examples=12,
    deadline=None,
    verbosity=Verbosity.quiet,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@_FEW
@given(deeds=_PLAYED, city=st.sampled_from(["", "CPT"]))
def test_no_sequence_makes_a_step_fail_or_overflows_a_screen(
    caplog: pytest.LogCaptureFixture, deeds: list[tuple[str, str]], city: str
) -> None:
    caplog.clear()
    resident = a_resident(services=("complaints",), home_area_code=city)

    shown = [do(resident, deed, words) for deed, words in deeds]

    assert [record.message for record in caplog.records if record.name.startswith("baraza.conversation")] == []
    assert all(septets(str(screen).removesuffix(" [END]")) <= 160 for screen in shown if isinstance(screen, str))


@_FEW
@given(deeds=_PLAYED, city=st.sampled_from(["", "CPT"]))
def test_from_everywhere_menu_leads_home_and_cancel_leaves(deeds: list[tuple[str, str]], city: str) -> None:
    resident = a_resident(services=("complaints",), home_area_code=city)
    for deed, words in deeds:
        do(resident, deed, words)

    resident.writes("menu")
    assert resident.session.state["step"] == "home"
    resident.writes("cancel")
    assert resident.session.state is None


def test_a_report_begun_by_telephone_is_finished_in_a_chat() -> None:
    resident = a_resident(services=("complaints",), language="en", home_area_code="CPT")
    resident.dials("1")
    resident.keys("Burst water pipe in Main Road")
    resident.hangs_up()

    resident.writes("hello")
    resident.taps("@continue")

    state = resident.session.state
    assert (state["step"], state["data"]["description"]) == ("category", "Burst water pipe in Main Road")
