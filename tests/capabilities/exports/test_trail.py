"""The audit trail as a file: each entry with its place in the chain and its seal, of one organisation alone."""

import pytest
from django.db import connection
from tests.factories.core import make_member, make_organisation

from baraza.capabilities.exports.trail import TRAIL, freeze
from baraza.core.audit.actions import record
from baraza.core.audit.queries import AuditFilter, chain_state
from baraza.core.tenancy.scope import organisation_scope


@pytest.mark.django_db
def test_entries_are_in_the_file_with_what_proves_them_and_nothing_of_others() -> None:
    names = [column.key for column in TRAIL.columns]
    for city in (make_organisation(), make_organisation()):
        clerk = make_member(organisation_id=city.id, name="Thandi")
        with organisation_scope(organisation_id=city.id):
            for action, changes in (("thing.made", {}), ("thing.changed", {"state": ["A", "B"], "secret": "hunter2"})):
                record(actor=clerk, action=action, subject_kind="thing", subject_id="1", changes=changes)
    with connection.cursor() as cursor:
        # Seals are written at the commit, which a test that is rolled back never reaches.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with organisation_scope(organisation_id=city.id):
        made = TRAIL.rows(freeze(AuditFilter()), 0, 10)
        rows = [dict(zip(names, cells, strict=True)) for _, cells in made]
        end = chain_state()

    assert [(row["action"], row["person"], row["sequence"]) for row in rows] == [
        ("thing.made", "Thandi", 1),
        ("thing.changed", "Thandi", 2),
    ]
    assert (end.length, end.head) == (2, rows[-1]["seal"])
    assert rows[-1]["changes"] == '{"state":["A","B"],"secret":"[removed]"}'
