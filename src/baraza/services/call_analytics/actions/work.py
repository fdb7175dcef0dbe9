"""What the desk adds to a call: a word for what became of it, tags, notes."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from baraza.capabilities.live.actions import publish
from baraza.core.audit.actions import record
from baraza.core.identity.actor import Actor, NotAllowed
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.services.call_analytics.actions.errors import ChangedMeanwhile
from baraza.services.call_analytics.actions.hearing import facts_of
from baraza.services.call_analytics.models import Call, CallNote, CallTag
from baraza.services.call_analytics.policies import may, require
from baraza.services.call_analytics.queries.filters import readable_calls
from baraza.services.call_analytics.queries.one import CallUnknown
from baraza.services.call_analytics.rules.dispositions import Disposition

MOST_TAGS: Final = 20
LONGEST_TAG: Final = 40
LONGEST_NOTE: Final = 5000
MOST_AT_ONCE: Final = 100


class TooManyCalls(ValueError):
    """At most `MOST_AT_ONCE` are changed in one go: a page of the list."""


class TooManyTags(ValueError):
    """A call has at most `MOST_TAGS`."""


def settle(*, actor: Actor, call_id: int, disposition: str, before: str) -> None:
    """`before` is what the member saw; empty takes it off. Raises NotAllowed, CallUnknown, ChangedMeanwhile, ValueError."""
    require(actor=actor, act="work")
    chosen = Disposition(disposition).value if disposition else ""
    call = _locked(actor, call_id)
    if call.disposition != before:
        raise ChangedMeanwhile("A colleague settled this call meanwhile.")
    Call.objects.filter(pk=call.pk).update(disposition=chosen)
    _record(actor, call, "call.settled", {"disposition": [before, chosen]})


def tag(*, actor: Actor, call_id: int, name: str) -> None:
    """In small letters, once. Raises NotAllowed, CallUnknown, TooManyTags."""
    require(actor=actor, act="work")
    call = _locked(actor, call_id)
    plain = plain_tag(name)
    here = set(CallTag.objects.filter(call=call).values_list("name", flat=True))
    if plain in here or not plain:
        return
    if len(here) >= MOST_TAGS:
        raise TooManyTags(MOST_TAGS)
    CallTag.objects.create(organisation_id=call.organisation_id, call=call, name=plain)
    _record(actor, call, "call.tagged", {"tag": plain})


@dataclass(frozen=True, kw_only=True)
class Several:
    """What became of several calls: changed, like that already, and left alone because their tags are full."""

    changed: int = 0
    same: int = 0
    full: int = 0


def tag_several(*, actor: Actor, call_ids: Collection[int], name: str) -> Several:
    """Of those that the organisation has. Raises NotAllowed, TooManyCalls."""
    calls, plain = _locked_several(actor, call_ids), plain_tag(name)
    here: dict[int, set[str]] = {}
    for call_id, known in CallTag.objects.filter(call__in=calls).values_list("call_id", "name"):
        here.setdefault(call_id, set()).add(known)
    open_ones = [one for one in calls if plain and plain not in here.get(one.pk, ())]
    changed = [one for one in open_ones if len(here.get(one.pk, ())) < MOST_TAGS]
    CallTag.objects.bulk_create(CallTag(organisation_id=one.organisation_id, call=one, name=plain) for one in changed)
    _record_several(actor, changed, "call.tagged", {one.pk: {"tag": plain} for one in changed})
    return Several(changed=len(changed), same=len(calls) - len(open_ones), full=len(open_ones) - len(changed))


def settle_several(*, actor: Actor, call_ids: Collection[int], disposition: str) -> Several:
    """Of those that the organisation has; empty opens them again. Raises NotAllowed, TooManyCalls, ValueError."""
    chosen = Disposition(disposition).value if disposition else ""
    calls = _locked_several(actor, call_ids)
    changed = [one for one in calls if one.disposition != chosen]
    changes: dict[int, dict[str, object]] = {one.pk: {"disposition": [one.disposition, chosen]} for one in changed}
    Call.objects.filter(pk__in=changes).update(disposition=chosen)
    _record_several(actor, changed, "call.settled", changes)
    return Several(changed=len(changed), same=len(calls) - len(changed))


def untag(*, actor: Actor, call_id: int, name: str) -> None:
    """Raises NotAllowed, CallUnknown."""
    require(actor=actor, act="work")
    call, plain = _locked(actor, call_id), plain_tag(name)
    gone, _ = CallTag.objects.filter(call=call, name=plain).delete()
    if gone:
        _record(actor, call, "call.untagged", {"tag": plain})


def note(*, actor: Actor, call_id: int, text: str) -> int:
    """Raises NotAllowed, CallUnknown."""
    require(actor=actor, act="work")
    call = _locked(actor, call_id)
    made = CallNote.objects.create(
        organisation_id=call.organisation_id,
        call=call,
        author_id=actor.id,
        author_name=actor.name[:120],
        text=text[:LONGEST_NOTE],
        at=clock.now(),
    )
    _record(actor, call, "call.noted", {"note": made.pk})
    return made.pk


def take_note_back(*, actor: Actor, note_id: int) -> int:
    """One's own, or anybody's for who looks after calls. Returns the call's id. Raises NotAllowed, CallUnknown."""
    require(actor=actor, act="work")
    row = CallNote.objects.filter(organisation_id=current_organisation_id(), pk=note_id).first()
    if row is None:
        raise CallUnknown("There is no such note.")
    if row.author_id != actor.id and not may(actor=actor, act="configure"):
        raise NotAllowed("The note is a colleague's.")
    call = _locked(actor, row.call_id)
    if row.taken_back_at is None:
        CallNote.objects.filter(pk=row.pk).update(text="", taken_back_at=clock.now())
        _record(actor, call, "call.note_taken_back", {"note": row.pk})
    return row.call_id


def plain_tag(name: str) -> str:
    """Without control characters, among them the zero byte, which the database refuses."""
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", name).strip().lower()[:LONGEST_TAG].strip()


def _locked(actor: Actor, call_id: int) -> Call:
    call = readable_calls(actor=actor).select_for_update(of=("self",)).filter(pk=call_id).first()
    if call is None:
        raise CallUnknown(f"There is no call {call_id}.")
    return call


def _locked_several(actor: Actor, call_ids: Collection[int]) -> list[Call]:
    require(actor=actor, act="work")
    if len(call_ids) > MOST_AT_ONCE:
        raise TooManyCalls(MOST_AT_ONCE)
    return list(readable_calls(actor=actor).select_for_update(of=("self",)).filter(pk__in=call_ids).order_by("pk"))


def _record_several(
    actor: Actor, calls: Sequence[Call], action: str, changes: Mapping[int, Mapping[str, object]]
) -> None:
    """Each call has its own line in the trail; open pages are told once."""
    for one in calls:
        record(actor=actor, action=action, subject_kind="call", subject_id=str(one.pk), changes=changes[one.pk])
    if calls:
        publish(kind="calls.worked", subject="", facts={"calls": len(calls)})


def _record(actor: Actor, call: Call, action: str, changes: dict[str, object]) -> None:
    record(actor=actor, action=action, subject_kind="call", subject_id=str(call.pk), changes=changes)
    publish(kind="calls.worked", subject=str(call.pk), facts=facts_of(call))
