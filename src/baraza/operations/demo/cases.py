"""Cases of the demonstration that show what a case page can hold: a conversation, photos, neighbours who report the same."""

from datetime import timedelta
from pathlib import Path

from baraza.capabilities.media.actions import store_upload
from baraza.capabilities.triage.queries import classify
from baraza.core.identity.actor import SYSTEM, Actor, resident
from baraza.core.ingress.connections import list_connections
from baraza.core.organisations.actions import NewOrganisation
from baraza.lib import clock
from baraza.messaging.contacts import contact_of, set_language
from baraza.messaging.contract import Kind, Received, Sender
from baraza.messaging.reaching import note_inbound
from baraza.operations.demo.places import area_facts
from baraza.services.complaints.actions.answers import note
from baraza.services.complaints.actions.canned import save_canned_reply
from baraza.services.complaints.actions.merge import merge
from baraza.services.complaints.actions.move import take
from baraza.services.complaints.actions.open import NewComplaint, open_complaint
from baraza.services.complaints.actions.words import comment

_PHOTOS = Path(__file__).parent / "photos"
_PLACES = {
    "mzansi": ("Vilakazi Street, Soweto", -26.23862, 27.90891),
    "harbour": ("Malandela Road, KwaMashu", -29.74502, 30.98013),
}
_READY = (
    (
        "A team is on its way",
        {
            "en": "Hello {name}, a team is on its way to report {reference}.",
            "af": "Hallo {name}, 'n span is op pad na aanmelding {reference}.",
            "zu": "Sawubona {name}, ithimba lisendleleni eliya embikweni {reference}.",
            "xh": "Molo {name}, iqela lisendleleni eliya kwingxelo {reference}.",
        },
    ),
    (
        "Where exactly?",
        {
            "en": "Can you tell us the nearest house number or landmark for report {reference}?",
            "af": "Kan jy ons die naaste huisnommer of landmerk vir aanmelding {reference} gee?",
            "zu": "Ungasitshela inombolo yendlu eseduze noma uphawu lwendawo lombiko {reference}?",
            "xh": "Ungasixelela inombolo yendlu ekufutshane okanye uphawu lwendawo lwengxelo {reference}?",
        },
    ),
)


def seed_cases(*, new: NewOrganisation, clerks: list[Actor]) -> None:
    """In the organisation's scope, which has none yet. Whose report is merged is told, by the sandbox."""
    for title, texts in _READY:
        save_canned_reply(actor=SYSTEM, title=title, texts=texts)
    reference = _reported(new=new, phone="+27820000201", name="Lindiwe Nkosi", number=0, photo="burst-pipe.jpg")
    same = _reported(new=new, phone="+27820000202", name="Bongani Sithole", number=1, photo="")
    _reported(new=new, phone="+27820000203", name="Aisha Patel", number=2, photo="pothole.jpg")
    take(actor=clerks[0], reference=reference)
    note(actor=clerks[0], reference=reference, text="Depot says: valve 14 is shut, parts by noon.", source_key="demo")
    comment(
        actor=resident(contact_id=None), reference=reference, text="It reaches the gate now.", source_key="demo:comment"
    )
    merge(actor=clerks[0], reference=same, into=reference)


def _reported(*, new: NewOrganisation, phone: str, name: str, number: int, photo: str) -> str:
    words = (
        "Water is shooting out of the pavement next to the school gate since this morning",
        "Amanzi ayaphuma eduze kwesikole, umgwaqo ugcwele amanzi",
        "Deep hole where the water has washed the road away, a taxi is stuck",
    )[number]
    sender = Sender(phone=phone, name=name)
    contact = contact_of(sender=sender)
    guess = classify(text=words)
    set_language(contact_id=contact.pk, language=guess.language if guess.language in new.languages else "en")
    connection = next(one for one in list_connections() if one.source == "whatsapp.meta_cloud")
    sent_at = clock.now() - timedelta(hours=3 + 11 * number)
    received = Received(sender=sender, external_id=f"demo:{number}", kind=Kind.TEXT, text=words, sent_at=sent_at)
    note_inbound(contact_id=contact.pk, connection_id=connection.id, received=received)
    place, south, east = _PLACES[new.slug]
    latitude, longitude = south + number * 0.0004, east + number * 0.0003
    photos = (store_upload(content=(_PHOTOS / photo).read_bytes(), file_name=photo),) if photo else ()
    return open_complaint(
        actor=resident(contact_id=contact.pk),
        new=NewComplaint(
            source_key=f"demonstration:case:{number}",
            channel="whatsapp",
            connection_id=connection.id,
            contact_id=contact.pk,
            language=guess.language if guess.language in new.languages else "en",
            description=words,
            category=guess.category,
            priority=guess.priority,
            guessed_category=guess.category,
            guessed_priority=guess.priority,
            guess_confidence=round(guess.confidence, 4),
            guess_model=guess.model_version,
            latitude=latitude,
            longitude=longitude,
            place_text=place,
            **area_facts(latitude=latitude, longitude=longitude, country=new.country),
            photos=photos,
        ),
    )
