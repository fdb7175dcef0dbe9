"""What one person has said and sent in reports, their own and others': for themselves to see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from baraza.core.tenancy.scope import current_organisation_id
from baraza.services.complaints.models import Complaint, Entry, Rating


@dataclass(frozen=True, kw_only=True)
class SaidWords:
    reference: str
    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class SentPhoto:
    reference: str
    at: datetime
    media_id: str


@dataclass(frozen=True, kw_only=True)
class GivenRating:
    reference: str
    at: datetime
    stars: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """`positions` of the person's own reports that have one, by reference: latitude and longitude."""

    comments: tuple[SaidWords, ...]
    photos: tuple[SentPhoto, ...]
    ratings: tuple[GivenRating, ...]
    positions: Mapping[str, tuple[float, float]]


def said_by(*, contact_id: int) -> Said:
    """Oldest first."""
    mine = Entry.objects.filter(
        organisation_id=current_organisation_id(), actor_kind="contact", actor_id=contact_id
    ).order_by("id")
    lines = list(mine.filter(kind__in=(Entry.Kind.COMMENT, Entry.Kind.PHOTO)).select_related("complaint"))
    ratings = Rating.objects.filter(complaint__contact_id=contact_id).select_related("complaint").order_by("rated_at")
    return Said(
        comments=tuple(
            SaidWords(reference=one.complaint.reference, at=one.at, text=one.text)
            for one in lines
            if one.kind == Entry.Kind.COMMENT
        ),
        photos=tuple(
            SentPhoto(reference=one.complaint.reference, at=one.at, media_id=one.media_id)
            for one in lines
            if one.kind == Entry.Kind.PHOTO
        ),
        ratings=tuple(
            GivenRating(reference=one.complaint.reference, at=one.rated_at, stars=one.stars, words=one.comment)
            for one in ratings
        ),
        positions=_positions(contact_id),
    )


def _positions(contact_id: int) -> dict[str, tuple[float, float]]:
    rows = Complaint.objects.filter(organisation_id=current_organisation_id(), contact_id=contact_id)
    placed = rows.values_list("reference", "latitude", "longitude")
    return {
        reference: (latitude, longitude)
        for reference, latitude, longitude in placed
        if latitude is not None and longitude is not None
    }
