"""`baraza smoke` writes, reads back and leaves nothing, and says which step is wrong."""

import pytest
from django.core.management import CommandError, call_command
from tests.factories.core import make_organisation
from tests.web.console.everything import everything_of

from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.binding import Role
from baraza.operations import smoke

pytestmark = pytest.mark.django_db
STEPS = [
    "the application's role is bound by row-level security",
    "an entry of the audit trail is written, read back and taken back",
    "a report is opened, changed, read back and taken back",
    "nothing of other organisations is seen",
    "a worker is well",
]


@pytest.fixture
def town(monkeypatch: pytest.MonkeyPatch) -> OrganisationProfile:
    monkeypatch.setattr(smoke, "worker_heartbeat_age_seconds", lambda: 1.0)
    return make_organisation(slug="town")


def test_all_is_well_and_nothing_stays(town: OrganisationProfile, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything_of(town.id)

    call_command("smoke", "--organisation", "town")

    assert capsys.readouterr().out.splitlines() == [f"ok      {step}" for step in STEPS]
    assert everything_of(town.id) == before


@pytest.mark.parametrize(
    ("name", "stand_in", "step", "problem"),
    [
        ("role_in_use", lambda: Role(name="owner", is_bound=False), 0, "Wrong: owner may bypass it"),
        ("record", lambda **_: None, 1, "Wrong: it was not there after it was written"),
        ("note", lambda **_: None, 2, "Wrong: read back otherwise than written: IN_PROGRESS ['change']"),
        ("entries_of_others_seen", lambda: 3, 3, "Wrong: 3 entries of others' audit trails"),
        ("worker_heartbeat_age_seconds", lambda: None, 4, "Wrong: none has been well for a minute"),
        ("worker_heartbeat_age_seconds", lambda: 75.4, 4, "Wrong: the last was well 75 s ago"),
    ],
)
def test_what_is_wrong_is_said_and_the_others_are_tried_all_the_same(
    town: OrganisationProfile, monkeypatch: pytest.MonkeyPatch, name: str, stand_in: object, step: int, problem: str
) -> None:
    monkeypatch.setattr(smoke, name, stand_in)

    found = {one.name: one.problem for one in smoke.try_out(organisation=town)}

    assert found == {**dict.fromkeys(STEPS, ""), STEPS[step]: problem}
    with pytest.raises(CommandError, match="1 of 5 failed"):
        call_command("smoke", "--organisation", "town")


def test_an_organisation_that_is_none_is_said() -> None:
    with pytest.raises(CommandError, match="no organisation 'nowhere'"):
        call_command("smoke", "--organisation", "nowhere")
