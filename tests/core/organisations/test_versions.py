"""What a process remembers of an organisation is what is written now, whoever changed it and when."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories.core import make_organisation

from baraza.core.organisations.models import Organisation
from baraza.core.organisations.queries import VERSION, get_organisation, keep_organisation
from baraza.core.tenancy.scope import organisation_scope, platform_scope

pytestmark = pytest.mark.django_db


def named(organisation_id: int) -> str:
    """As a turn of a conversation learns it: the row's version comes along with something else."""
    with organisation_scope(organisation_id=organisation_id):
        (row,) = Organisation.objects.raw(
            f"SELECT id, {VERSION} AS version FROM organisation WHERE id = {organisation_id}"
        )
        keep_organisation(organisation_id=organisation_id, version=row.version)  # type: ignore[attr-defined]
        return get_organisation(organisation_id=organisation_id).name


def rename(organisation_id: int, name: str) -> None:
    with platform_scope():
        assert Organisation.objects.filter(pk=organisation_id).update(name=name) == 1


def test_every_change_is_seen_at_once_also_several_in_one_transaction() -> None:
    organisation_id = make_organisation(name="City").id
    seen = [named(organisation_id)]

    for name in ("Town", "Village", "Hamlet"):
        rename(organisation_id, name)
        seen += [named(organisation_id), named(organisation_id)]

    assert seen == ["City", "Town", "Town", "Village", "Village", "Hamlet", "Hamlet"]


def test_what_was_read_of_this_version_is_not_asked_for_again(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    organisation_id = make_organisation().id
    named(organisation_id)

    with organisation_scope(organisation_id=organisation_id), django_assert_num_queries(1):
        (row,) = Organisation.objects.raw(
            f"SELECT id, {VERSION} AS version FROM organisation WHERE id = {organisation_id}"
        )
        keep_organisation(organisation_id=organisation_id, version=row.version)  # type: ignore[attr-defined]
        get_organisation(organisation_id=organisation_id)
