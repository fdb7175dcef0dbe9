"""What operators do by command: the first people, the first organisation."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.factories.access import make_super_admin_with_factor
from tests.factories.core import make_member, make_organisation

from baraza.core.audit.models import AuditEntry
from baraza.core.identity.actions.invitations import accept_as_new, invite_admin
from baraza.core.identity.actor import NotAllowed
from baraza.core.identity.models import User
from baraza.core.identity.queries.support import platform_actor
from baraza.core.organisations.queries import OrganisationUnknown, get_organisation_by_slug
from baraza.core.tenancy.scope import organisation_scope

pytestmark = pytest.mark.django_db
STRONG = "Correct-horse-battery-9"


def _said(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_an_organisation_is_founded_and_its_first_admin_joins_by_the_printed_link() -> None:
    _said("organisations", "found", "example", "Example Municipality", "--prefix", "EX", "--languages", "zu,en")
    told = _said("members", "invite", "a@example.org", "example", "--address", "https://desk.example.org/")

    city = get_organisation_by_slug(slug="example")
    link = told.split()[-1]
    assert link.startswith("https://desk.example.org/console/invitation/example/")
    accept_as_new(organisation_id=city.id, token=link.split("/")[-2], name="A. Admin", password=STRONG)
    assert (city.languages, city.reference_prefix) == (("zu", "en"), "EX")
    assert "a@example.org  org_admin  active  second factor no" in _said("members", "list", "example")
    with organisation_scope(organisation_id=city.id):
        actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["organisation.founded", "invitation.sent", "member.joined"]


def test_founding_again_changes_nothing() -> None:
    city = make_organisation(name="Umngeni Bay")
    with pytest.raises(CommandError, match="already"):
        _said("organisations", "found", city.slug, "Something else")
    assert get_organisation_by_slug(slug=city.slug).name == "Umngeni Bay"


def test_what_the_database_refuses_is_said() -> None:
    with pytest.raises(CommandError, match="refuses"):
        _said("organisations", "found", "example", "Example", "--country", "South Africa"[:2])


def test_switched_off_nobody_gets_in_until_it_is_on_again() -> None:
    city = make_organisation()
    _said("organisations", "switch-off", city.slug)
    with pytest.raises(OrganisationUnknown):
        get_organisation_by_slug(slug=city.slug)
    assert f"{city.slug}  {city.name}  switched off" in _said("organisations", "list")
    _said("organisations", "switch-on", city.slug)
    assert get_organisation_by_slug(slug=city.slug) == city


def test_the_first_super_admin_is_asked_for_a_strong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("short\n"))
    with pytest.raises(CommandError, match="will not do"):
        _said("members", "super-admin", "pat@example.org", "--name", "Pat")
    monkeypatch.setattr("sys.stdin", StringIO(f"{STRONG}\n"))
    _said("members", "super-admin", "pat@example.org", "--name", "Pat")

    user = User.objects.get(email="pat@example.org")
    assert (user.name, user.is_super_admin, user.check_password(STRONG)) == ("Pat", True, True)


@pytest.mark.parametrize(
    "words", [("list", "nowhere"), ("invite", "a@example.org", "nowhere", "--address", "https://x")]
)
def test_an_organisation_that_there_is_not_is_said(words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        _said("members", *words)


def test_the_platforms_people_invite_an_admin_and_an_admin_does_not_do_so_elsewhere() -> None:
    city, other = make_organisation(), make_organisation()
    pat = platform_actor(user_id=make_super_admin_with_factor())
    admin = make_member(organisation_id=other.id, role="org_admin")
    assert pat is not None

    invite_admin(actor=pat, organisation_id=city.id, email="a@example.org", address="https://x/TOKEN/")

    with pytest.raises(NotAllowed):
        invite_admin(actor=admin, organisation_id=city.id, email="b@example.org", address="https://x/TOKEN/")
    with organisation_scope(organisation_id=city.id):
        assert list(AuditEntry.objects.values_list("action", "actor_id")) == [("invitation.sent", pat.id)]
