"""A case on paper: what is known, the photos, the timeline; nothing to press."""

from django.urls import reverse
from django.utils.translation import gettext

from baraza.lib.clock import now
from baraza.services.complaints.policies import may
from baraza.services.complaints.queries.case import get_case, list_case_lines
from baraza.services.complaints.queries.categories import category_name
from baraza.services.complaints.queries.records import ComplaintDetail
from baraza.services.complaints.states import NAMES
from baraza.web.console.access import Desk
from baraza.web.console.case.facts import facts, place_facts, resident_words
from baraza.web.console.case.people_known import reader_for
from baraza.web.console.case.timeline import shown_line


def on_paper(*, desk: Desk, found: ComplaintDetail) -> dict[str, object]:
    case = get_case(reference=found.reference)
    lines = list_case_lines(complaint_id=found.id)
    resident = resident_words(case, reader=reader_for(found), with_number=may(actor=desk.actor, act="reply"))
    return {
        "organisation": desk.organisation,
        "complaint": found,
        "state": gettext(NAMES[found.state]),
        "category": category_name(code=found.category),
        "rows": [*facts(case, resident=resident), *place_facts(case)],
        "photos": [
            reverse("console:photo", args=[found.reference, entry.line.media_id])
            for entry in lines
            if entry.line.media_id
        ],
        "lines": [shown_line(entry, reference=found.reference) for entry in lines],
        "printed_at": now(),
        "printed_by": desk.actor.name,
    }
