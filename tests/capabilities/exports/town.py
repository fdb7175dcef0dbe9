"""What the tests of files ask of a town."""

import uuid
from dataclasses import dataclass
from pathlib import Path

from tests.factories.exports import Numbers

from baraza.capabilities.exports.actions import ask_export, open_export
from baraza.capabilities.exports.making import make
from baraza.capabilities.exports.models import Export
from baraza.core.identity.actor import Actor
from baraza.core.organisations.queries import OrganisationProfile
from baraza.core.tenancy.scope import organisation_scope


@dataclass(frozen=True, kw_only=True)
class Town:
    profile: OrganisationProfile
    clerk: Actor
    numbers: Numbers
    folder: Path

    def ask(self, *, actor: Actor | None = None, kind: str = "csv", **narrowing: object) -> str:
        with organisation_scope(organisation_id=self.profile.id):
            return ask_export(
                actor=actor or self.clerk, kind="numbers", format=kind, narrowing=narrowing, narrowed_by=("Some",)
            )

    def make(self, export_id: str) -> Export:
        make(organisation_id=self.profile.id, export_id=uuid.UUID(export_id))
        return self.row(export_id)

    def row(self, export_id: str) -> Export:
        with organisation_scope(organisation_id=self.profile.id):
            return Export.objects.get(pk=export_id)

    def content(self, export_id: str, *, actor: Actor | None = None) -> bytes:
        with organisation_scope(organisation_id=self.profile.id):
            return b"".join(open_export(actor=actor or self.clerk, export_id=export_id).pieces)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.rglob("*"))
