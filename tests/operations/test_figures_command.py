"""`baraza figures`: says whether the kept figures are true, and makes them so."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from tests.factories.complaints import make_complaint
from tests.factories.core import make_organisation

from baraza.core.tenancy.scope import organisation_scope
from baraza.services.complaints.models import FigureChange

pytestmark = pytest.mark.django_db


def said(*words: str) -> str:
    out = StringIO()
    call_command("figures", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def wrong() -> str:
    """The short name of an organisation with a total that is not true."""
    organisation = make_organisation()
    with organisation_scope(organisation_id=organisation.id), connection.cursor() as cursor:
        make_complaint(channel="ussd")
    said("fold")
    with organisation_scope(organisation_id=organisation.id), connection.cursor() as cursor:
        cursor.execute("UPDATE complaints_figure SET number = 5 WHERE measure = 'opened' AND dimension = 'channel'")
    return organisation.slug


def test_folding_says_how_many_changes(db: None) -> None:
    organisation = make_organisation()
    with organisation_scope(organisation_id=organisation.id):
        make_complaint()

    assert said("fold", "--organisation", organisation.slug) == f"{organisation.slug}: 1 changes folded.\n"
    with organisation_scope(organisation_id=organisation.id):
        assert FigureChange.objects.count() == 0


def test_a_wrong_figure_is_told_and_fails_and_a_rebuild_mends_it(wrong: str) -> None:
    out = StringIO()

    with pytest.raises(CommandError, match="rebuild"):
        call_command("figures", "check", stdout=out)

    assert f"{wrong}: the figures differ." in out.getvalue()
    assert "opened by channel 'ussd'" in out.getvalue()
    assert "kept 5, counted 1" in out.getvalue()
    assert said("rebuild", "--organisation", wrong) == f"{wrong}: 1 complaints counted.\n"
    assert said("check", "--organisation", wrong) == f"{wrong}: the figures are true.\n"


def test_an_organisation_that_nobody_knows_is_refused() -> None:
    with pytest.raises(CommandError, match="nowhere"):
        said("check", "--organisation", "nowhere")
