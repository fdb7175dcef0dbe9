"""Reads of organisations; their names and settings are public, so no tenant has to be chosen first."""

from dataclasses import dataclass

from django.db.models import Func, TextField

from baraza.core.organisations.models import Organisation
from baraza.core.tenancy.scope import kept_in_scope

# Who wrote the row and where it lies: another one after every change, also a second one in the same transaction.
VERSION = "concat(organisation.xmin, organisation.ctid)"


class OrganisationUnknown(LookupError):
    """No active organisation has this slug or id."""


@dataclass(frozen=True, kw_only=True)
class OrganisationProfile:
    id: int
    slug: str
    name: str
    country: str
    time_zone: str
    currency: str
    languages: tuple[str, ...]
    phone_region: str
    reference_prefix: str
    home_area_code: str
    services: tuple[str, ...]

    @property
    def default_language(self) -> str:
        return self.languages[0]


# By organisation, the version of its row that was read last and what it said.
_latest: dict[int, tuple[str, OrganisationProfile]] = {}


def profile_of(row: Organisation) -> OrganisationProfile:
    return OrganisationProfile(
        id=row.pk,
        slug=row.slug,
        name=row.name,
        country=row.country,
        time_zone=row.time_zone,
        currency=row.currency,
        languages=tuple(row.languages),
        phone_region=row.phone_region,
        reference_prefix=row.reference_prefix,
        home_area_code=row.home_area_code,
        services=tuple(row.services),
    )


def get_organisation(*, organisation_id: int) -> OrganisationProfile:
    """Read once per scope: a step of a conversation asks for it several times."""
    return kept_in_scope(key=f"organisation:{organisation_id}", make=lambda: _read(organisation_id))


def keep_organisation(*, organisation_id: int, version: str) -> None:
    """For whoever read the row's `version` (see VERSION) along with something else.

    When this process read that very version before, the scope need not ask for it again.
    """
    known = _latest.get(organisation_id)
    if known is not None and known[0] == version:
        kept_in_scope(key=f"organisation:{organisation_id}", make=lambda: known[1])


def keep_profile(*, organisation: OrganisationProfile) -> None:
    """For whoever looked it up before its scope was opened."""
    kept_in_scope(key=f"organisation:{organisation.id}", make=lambda: organisation)


def forget_read_organisations() -> None:
    """For tests, where ids and versions return with every database."""
    _latest.clear()


def _read(organisation_id: int) -> OrganisationProfile:
    rows = Organisation.objects.annotate(version=Func(template=VERSION, output_field=TextField()))
    row = rows.filter(pk=organisation_id, active=True).first()
    if row is None:
        raise OrganisationUnknown(f"No active organisation {organisation_id}.")
    profile = profile_of(row)
    _latest[organisation_id] = (row.version, profile)
    return profile


def get_organisation_by_slug(*, slug: str) -> OrganisationProfile:
    row = Organisation.objects.filter(slug=slug, active=True).first()
    if row is None:
        raise OrganisationUnknown(f"No active organisation {slug!r}.")
    return profile_of(row)


def list_organisations(*, offering: str = "") -> list[OrganisationProfile]:
    """The active ones; with `offering` those that have this service switched on."""
    rows = Organisation.objects.filter(active=True).order_by("name")
    if offering:
        rows = rows.filter(services__contains=[offering])
    return [profile_of(row) for row in rows]


def list_organisation_ids() -> list[int]:
    """Inactive ones too: what belongs to them is still looked after."""
    return list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
