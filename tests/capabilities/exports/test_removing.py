"""Files of exports go when their days are over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.capabilities.exports.town import Town
from tests.factories.core import make_member

from baraza.capabilities.exports.actions import (
    open_export,
    remove_expired,
    set_keeping_days,
)
from baraza.capabilities.exports.errors import (
    ExportUnknown,
)
from baraza.capabilities.exports.models import Export
from baraza.core.tenancy.scope import organisation_scope
from baraza.lib.clock import now


def test_files_go_when_their_days_are_over_and_what_has_no_row_goes_too(town: Town) -> None:
    admin = make_member(organisation_id=town.profile.id, role="org_admin")
    with organisation_scope(organisation_id=town.profile.id):
        set_keeping_days(actor=admin, days=1)
    export_id = str(town.make(town.ask()).pk)
    stays = str(town.make(town.ask()).pk)
    (town.folder / f"{'a' * 32}.1.part").write_bytes(b"x")
    with organisation_scope(organisation_id=town.profile.id):
        Export.objects.filter(pk=export_id).update(expires_at=now() - timedelta(seconds=1))
        with pytest.raises(ExportUnknown):
            open_export(actor=town.clerk, export_id=export_id)
        removed = remove_expired()

    assert (removed, town.row(export_id).state) == (1, "expired")
    assert town.files() == [f"{stays.replace('-', '')}.sealed"]
