"""One complaint in one screen: what was said, what happened, what can be done."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext

from baraza.capabilities.notifications.queries import Reader
from baraza.core.audit.actions import read_question
from baraza.core.identity.permissions import allows
from baraza.core.tenancy.questions import answers
from baraza.lib.clock import now
from baraza.messaging.policies import BLOCK
from baraza.services.complaints.policies import may
from baraza.services.complaints.queries.canned import ready_question
from baraza.services.complaints.queries.case import (
    Case,
    CaseLine,
    get_case,
    get_meanwhile,
    list_alternatives,
    list_case_lines,
)
from baraza.services.complaints.queries.categories import category_name
from baraza.services.complaints.queries.one import ComplaintUnknown
from baraza.services.complaints.queries.records import ComplaintDetail
from baraza.services.complaints.rules.categories import PRIORITY_NAMES
from baraza.services.complaints.states import NAMES
from baraza.web.console.access import Desk
from baraza.web.console.boundaries import Boundaries, boundaries
from baraza.web.console.case.facts import facts, place_facts, position_of, resident_words
from baraza.web.console.case.forms import (
    BlockForm,
    CorrectForm,
    DueForm,
    MoveForm,
    NoteForm,
    PlaceForm,
    ReplyForm,
)
from baraza.web.console.case.people_known import reader_for
from baraza.web.console.case.replying import ready_replies, replying
from baraza.web.console.case.timeline import MESSAGES, ShownLine, is_shown, shown_line
from baraza.web.console.numbers import whole_number
from baraza.web.console.shell import questions_around, shell
from baraza.web.console.wording import STATE_TONES, channel_name, due
from baraza.web.ui.components import Attachment, NavItem

TAKEN_BACK = "reply_taken_back"


@dataclass(frozen=True, kw_only=True)
class Written:
    """What somebody wrote and could not save: the form of `name`, and, when `stale`, what they had before them."""

    name: str
    form: forms.Form | None
    after: dict[str, object] = field(default_factory=dict)
    stale: bool = False

    @property
    def where(self) -> str:
        """The part of the page that holds the form."""
        return {"move": "work", "due": "work", "merge": "alike-part"}.get(self.name, self.name)


def render_case(
    *, request: HttpRequest, desk: Desk, reference: str, status: int = 200, written: Written | None = None
) -> HttpResponseBase:
    """The complaint's page; what was written and not saved stands in its form."""
    try:
        case = get_case(reference=reference)
    except ComplaintUnknown as error:
        raise Http404(str(error)) from error
    found, at = case.complaint, now()
    lines = list_case_lines(complaint_id=found.id)
    reader = reader_for(found)
    acts = {act: may(actor=desk.actor, act=act) for act in _ACTS}
    _ask_at_once(found=found, reference=reference, desk=desk)
    context = {
        **shell(desk=desk, current="complaints"),
        **_known(case=case, lines=lines, reader=reader, desk=desk, request=request, at=at),
        "may": acts,
        "may_audit": allows(actor=desk.actor, permission="audit.read"),
        "may_block": allows(actor=desk.actor, permission=BLOCK) and reader is not None,
        "page_url": reverse("console:complaint", args=[found.reference]),
        **(_forms(case=case, lines=lines, reader=reader, desk=desk, request=request, at=at) if acts["reply"] else {}),
        **(_kept(written=written, case=case, lines=lines, desk=desk) if written else {}),
    }
    return render(request, "console/case/case.html", context, status=status)


def _ask_at_once(*, found: ComplaintDetail, reference: str, desk: Desk) -> None:
    """One statement for what the page around the case asks, and for what its reply and its audit ask further down."""
    seen = read_question(actor=desk.actor, subject_kind="complaint", subject_id=reference)
    answers([*questions_around(desk=desk), ready_question(category=found.category), seen])


_ACTS = ("take", "reply", "note", "move", "correct", "assign", "merge", "place", "set_due", "download", "hide")


def _known(
    *, case: Case, lines: list[CaseLine], reader: Reader | None, desk: Desk, request: HttpRequest, at: datetime
) -> dict[str, object]:
    found = case.complaint
    show = request.GET.get("show", "all")
    works = may(actor=desk.actor, act="reply")
    shown = [
        shown_line(entry, reference=found.reference, actor=desk.actor, at=at, place=position_of(found))
        for entry in lines
        if is_shown(entry, show=show)
    ]
    return {
        "case": case,
        "complaint": found,
        "state": gettext(NAMES[found.state]),
        "tone": STATE_TONES[found.state],
        "category": category_name(code=found.category),
        "due": due(found, at=at),
        "arrived": gettext("Reported: %(channel)s") % {"channel": channel_name(found.channel)},
        "rows": facts(case, resident=resident_words(case, reader=reader, with_number=works)),
        "place_rows": place_facts(case),
        "boundaries": _boundaries(found, desk=desk),
        # Near enough to tell neighbours apart, far enough for the ward's border to be in view.
        "map_start": f"{found.latitude:.6f},{found.longitude:.6f},14.5" if found.latitude is not None else "",
        "photos": _photos(lines, reference=found.reference),
        "lines": shown,
        "show": show,
        "shows": _shows(reference=found.reference, show=show, lines=lines),
        "newest": lines[-1].line.id if lines else 0,
        "reader": reader,
        "mine": found.assignee_id is not None and found.assignee_id == desk.actor.id,
        "done": request.GET.get("done", ""),
        "residents_page": reverse("portal:tracked", args=[desk.organisation.slug, found.reference]),
    }


def _boundaries(found: ComplaintDetail, *, desk: Desk) -> Boundaries | None:
    near = position_of(found)
    return boundaries(desk=desk, near=near) if near else None


def _photos(lines: list[CaseLine], *, reference: str) -> list[Attachment]:
    with_photo = [entry.line for entry in lines if entry.line.media_id]
    photos = []
    for number, line in enumerate(with_photo, start=1):
        url = reverse("console:photo", args=[reference, line.media_id])
        names = {"number": number, "count": len(with_photo), "day": localtime(line.at).strftime("%d.%m.%Y")}
        label = gettext("Photo %(number)d of %(count)d, added on %(day)s") % names
        photos.append(Attachment(url=url, label=label, thumbnail_url=f"{url}?size=thumbnail"))
    return photos


def _shows(*, reference: str, show: str, lines: list[CaseLine]) -> list[NavItem]:
    """Everything, only what was said between us, only what colleagues noted."""
    address = reverse("console:complaint", args=[reference])
    counts = {
        "messages": sum(is_shown(entry, show="messages") for entry in lines),
        "notes": sum(entry.line.kind == "note" for entry in lines),
    }
    named = (("all", gettext("All")), ("messages", gettext("Messages")), ("notes", gettext("Notes")))
    return [
        NavItem(
            label=label if name == "all" else f"{label} ({counts[name]})",
            url=address + ("" if name == "all" else f"?show={name}") + "#timeline",
            current=name == (show if show in counts else "all"),
        )
        for name, label in named
    ]


def _forms(
    *, case: Case, lines: list[CaseLine], reader: Reader | None, desk: Desk, request: HttpRequest, at: datetime
) -> dict[str, object]:
    found = case.complaint
    there = replying(found=found, reader=reader, at=at)
    ready = ready_replies(found=found, reader=reader, desk=desk)
    text = _taken_back(request, found.reference) or next(
        (one.text for one in ready if one.id == whole_number(request.GET.get("ready", ""))), ""
    )
    newest = max((entry.line.id for entry in lines if entry.line.kind in MESSAGES), default=0)
    version = {"version": found.version}
    return {
        "replying": there,
        "ready": ready,
        "ready_texts": {str(one.id): one.text for one in ready},
        **_guess(found),
        "reply_form": ReplyForm(
            initial={"key": uuid.uuid4(), "seen": newest, "text": text},
            longest=there.longest,
            choice=there.photo,
            auto_id="reply_%s",
        ),
        "note_form": NoteForm(initial={"key": uuid.uuid4()}, auto_id="note_%s"),
        "move_form": MoveForm(current=found.state, merged=bool(found.duplicate_of), initial=version, auto_id="move_%s"),
        "correct_form": CorrectForm(
            initial={"category": found.category, "priority": found.priority, **version},
            current=found.category,
            current_name=category_name(code=found.category),
            auto_id="correct_%s",
        ),
        "due_form": DueForm(initial={"due_at": localtime(found.due_at), **version}, auto_id="due_%s"),
        "place_form": PlaceForm(
            initial={
                "text": found.place,
                "latitude": found.latitude,
                "longitude": found.longitude,
                "ward": found.ward_code,
                **version,
            },
            auto_id="place_%s",
        ),
        "block_form": BlockForm(auto_id="block_%s"),
    }


def _taken_back(request: HttpRequest, reference: str) -> str:
    """The words of a reply that was taken back, once."""
    kept = request.session.get(TAKEN_BACK)
    if not isinstance(kept, dict) or kept.get("reference") != reference:
        return ""
    del request.session[TAKEN_BACK]
    return str(kept.get("text", ""))


def _guess(found: ComplaintDetail) -> dict[str, object]:
    """What was guessed, how sure it was and what else it may be; nothing when somebody has decided already."""
    if not found.guess_open or not found.guessed_category or not found.guessed_priority:
        return {}
    words = gettext("Guessed: %(category)s, %(priority)s (%(sure)d %% sure)") % {
        "category": category_name(code=found.guessed_category),
        "priority": gettext(PRIORITY_NAMES[found.guessed_priority]),
        "sure": round(100 * (found.guess_confidence or 0)),
    }
    others = [(code, category_name(code=code)) for code in list_alternatives(complaint=found)]
    return {"guess": words, "alternatives": others}


def _kept(*, written: Written, case: Case, lines: list[CaseLine], desk: Desk) -> dict[str, object]:
    context: dict[str, object] = {"written": written}
    if written.form is not None:
        context[f"{written.name}_form"] = written.form
    if not written.stale:
        return {**context, "form": written.form}
    version, seen = _number(written.after.get("version")), _number(written.after.get("seen"))
    meanwhile = get_meanwhile(
        complaint_id=case.complaint.id, since_version=version, since_line=seen, besides=desk.actor.id
    )
    shown: list[ShownLine] = [
        shown_line(CaseLine(line=line), reference=case.complaint.reference) for line in meanwhile.lines
    ]
    if written.form is not None:
        data = {**written.after, "version": str(case.complaint.version)}
        data["seen"] = str(max((entry.line.id for entry in lines if entry.line.kind in MESSAGES), default=0))
        written.form.data = data
    return {**context, "meanwhile": shown}


def _number(value: object) -> int | None:
    return whole_number(str(value)) if value is not None else None
