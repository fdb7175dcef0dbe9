"""How a person wants to be told, and how they communicate: chosen by themselves, obeyed by every notification."""

from dataclasses import dataclass
from enum import StrEnum

from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.messaging.consent import NOTIFICATIONS, consent_given, record_consent
from baraza.messaging.contacts import ContactUnknown
from baraza.messaging.locks import lock_contact
from baraza.messaging.models import Contact, Device

NOBODY = "none"
# On their devices alone; otherwise these are told beside the channel that they chose.
DEVICES = "webpush"
# Names the wording of the page on which people choose; a new wording gets a new name.
WORDING = "preferences-2026-11"


class Profile(StrEnum):
    """The ways of communicating of which staff must know before they answer."""

    NOT_SAID = ""
    TEXT_ONLY = "text_only"
    SIGN_LANGUAGE = "sign_language"
    CAPTIONED_PHONE = "captioned_phone"
    RELAY = "relay"
    INTERPRETER = "interpreter"


_WITHOUT_VOICE = frozenset({Profile.TEXT_ONLY, Profile.SIGN_LANGUAGE})


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """`told_by` is a channel's name, DEVICES, NOBODY, or empty for the channel used last; `any_time`: in quiet hours, too.

    `language` is that of what we write; empty leaves it as it is.
    """

    told_by: str
    profile: Profile
    name: str
    any_time: bool = False
    language: str = ""


def preferences_of(*, contact_id: int) -> Preferences:
    """Raises ContactUnknown."""
    row = Contact.objects.filter(pk=contact_id).first()
    if row is None:
        raise ContactUnknown(f"No contact {contact_id}.")
    refused = consent_given(contact_id=contact_id, purpose=NOTIFICATIONS) is False
    return Preferences(
        told_by=NOBODY if refused else row.told_by,
        profile=Profile(row.profile),
        name=row.name,
        any_time=row.any_time,
        language=row.language,
    )


def set_preferences(*, actor: Actor, contact_id: int, wanted: Preferences, language: str, proof: str) -> None:
    """By the person alone; `proof` says how they showed who they are. NOBODY is kept in the consent ledger.

    Raises NotAllowed.
    """
    if actor.kind != "contact" or actor.id != contact_id:
        raise NotAllowed("Only the person can choose how to be told.")
    row = lock_contact(contact_id=contact_id)
    before = preferences_of(contact_id=contact_id)
    row.told_by = "" if wanted.told_by == NOBODY else wanted.told_by
    row.profile, row.text_only, row.name = wanted.profile, wanted.profile in _WITHOUT_VOICE, wanted.name
    row.any_time, row.language = wanted.any_time, wanted.language or row.language
    row.save(update_fields=["told_by", "profile", "text_only", "name", "any_time", "language"])
    if (wanted.told_by == NOBODY) is not (before.told_by == NOBODY):
        record_consent(
            contact_id=contact_id,
            purpose=NOTIFICATIONS,
            given=wanted.told_by != NOBODY,
            channel="web",
            text_version=WORDING,
            language=language,
            proof=proof,
        )
    changes: dict[str, object] = {"told_by": wanted.told_by, "profile": wanted.profile.value, "proof": proof}
    if wanted.any_time is not before.any_time:
        changes["any_time"] = wanted.any_time
    if wanted.language not in {"", before.language}:
        Device.objects.filter(contact_id=contact_id).update(language=wanted.language)
        changes["language"] = wanted.language
    if wanted.name != before.name:
        changes["name"] = "corrected"
    record(
        actor=actor,
        action="contact.preferences_set",
        subject_kind="contact",
        subject_id=str(contact_id),
        changes=changes,
    )
