"""Whose report it is: the session that sent it, the link that only its sender has, or a code sent to their telephone.

A reference is read out on the phone and stands on posters of a quarter; it shows what is public and lets nobody act.
"""

from dataclasses import dataclass

from django.http import HttpRequest

from baraza.core.identity.actor import Actor, resident
from baraza.core.organisations.queries import OrganisationProfile

# A session is read with every page; whoever has more reports finds the others with a code.
_KEPT = 40


@dataclass(frozen=True, kw_only=True)
class Holder:
    """As whom this browser may act; who only follows a report sees and does less than who sent it."""

    actor: Actor
    own: bool


def claim(
    *,
    request: HttpRequest,
    organisation: OrganisationProfile,
    references: list[str],
    contact_id: int | None,
    own: bool = True,
) -> None:
    """From now on this browser may act on these reports, as the contact (nobody in particular when anonymous)."""
    kept = dict(request.session.get(_slot(organisation), {}))
    for reference in references:
        was_own = kept.pop(reference, (None, False))[1]
        kept[reference] = (contact_id, own or was_own)
    request.session[_slot(organisation)] = dict(list(kept.items())[-_KEPT:])


def claimed_references(*, request: HttpRequest, organisation: OrganisationProfile) -> list[str]:
    """The last one claimed first."""
    return list(reversed(request.session.get(_slot(organisation), {})))


def holder(*, request: HttpRequest, organisation: OrganisationProfile, reference: str) -> Holder | None:
    """None when this browser may only look at what is public."""
    kept = request.session.get(_slot(organisation), {})
    if reference not in kept:
        return None
    contact_id, own = kept[reference]
    return Holder(actor=resident(contact_id=contact_id), own=own)


def let_go(*, request: HttpRequest, organisation: OrganisationProfile) -> None:
    """For a telephone or a computer that others use too."""
    request.session.pop(_slot(organisation), None)


def _slot(organisation: OrganisationProfile) -> str:
    return f"mine:{organisation.slug}"
