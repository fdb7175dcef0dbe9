"""What a person agreed to: every word is kept, the newest of a purpose counts."""

from django.db.models import Q

from baraza.core.tenancy.scope import current_organisation_id
from baraza.messaging.models import Consent

# Being written to about one's matters outside a conversation; STOP withdraws it.
NOTIFICATIONS = "notifications"


def record_consent(
    *,
    contact_id: int,
    purpose: str,
    given: bool,
    channel: str,
    text_version: str,
    language: str,
    proof: str = "",
) -> None:
    """`text_version` names the wording that the person saw, `proof` what shows that they answered it."""
    Consent.objects.create(
        organisation_id=current_organisation_id(),
        contact_id=contact_id,
        purpose=purpose,
        given=given,
        channel=channel,
        text_version=text_version,
        language=language,
        proof=proof,
    )


def consent_given(*, contact_id: int, purpose: str) -> bool | None:
    """The newest word, None when the person was never asked; the ledger of merged contacts counts too."""
    return (
        Consent.objects.filter(Q(contact_id=contact_id) | Q(contact__merged_into_id=contact_id), purpose=purpose)
        .order_by("-id")
        .values_list("given", flat=True)
        .first()
    )
