"""What is older than the organisation keeps it goes: recordings, words, and who called, each in its own time; all at
once where the caller asked for it.

What went does not come back: the call says so, and the back-fill passes it by.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db.models.functions import Coalesce

from baraza.capabilities.media.recordings import remove_recording
from baraza.core.ingress.forgetting import forget_senders
from baraza.core.jobs.queue import enqueue
from baraza.core.settings.retention import DataClass
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib import clock
from baraza.lib.translation import gettext_noop
from baraza.services.call_analytics.models import (
    Call,
    CallDetail,
    CallEvent,
    CallNote,
    CallTag,
    CallWords,
    Recording,
)
from baraza.services.call_analytics.rules.keeping import AUDIO, FORGOTTEN, PEOPLE, WORDS

_SERVICE: Final = "call_analytics"
FORGET_TOLD: Final = "calls.forget_told"
_HANDLED_BY_THEN: Final = timedelta(minutes=1)
KINDS: Final = (
    DataClass(
        code=AUDIO,
        label=gettext_noop("Recordings of calls"),
        help=gettext_noop("Counted from the day of the call. The voice goes first: it tells most about a person."),
        days=90,
        least=1,
        most=1825,
        service=_SERVICE,
    ),
    DataClass(
        code=WORDS,
        label=gettext_noop("Transcripts and summaries of calls"),
        help=gettext_noop(
            "What was said, what the analysis made of it, and your notes. Recordings go with them at the latest."
        ),
        days=365,
        least=1,
        most=1825,
        service=_SERVICE,
    ),
    DataClass(
        code=PEOPLE,
        label=gettext_noop("Telephone numbers and fields of calls"),
        help=gettext_noop(
            "Recording and words go with them at the latest. Time, length, outcome and cost stay for figures and bills."
        ),
        days=1095,
        least=30,
        most=3650,
        service=_SERVICE,
    ),
)


def forget_audio(*, before: datetime, at_most: int) -> int:
    rows = Recording.objects.filter(organisation_id=current_organisation_id(), call__at__lt=before)
    there = rows.exclude(status=Recording.Status.REFUSED).order_by("call_id")
    found = list(there.values_list("call_id", flat=True).distinct()[:at_most])
    _forget_audio(found)
    return len(found)


def forget_words(*, before: datetime, at_most: int) -> int:
    found = list(
        CallDetail.objects.filter(
            organisation_id=current_organisation_id(), call__at__lt=before, words_forgotten_at=None
        ).values_list("pk", flat=True)[:at_most]
    )
    # The recording says the same words; and what has to be silent in it is known from the words alone.
    _forget_audio(found)
    _forget_words(found)
    return len(found)


def forget_people(*, before: datetime, at_most: int) -> int:
    """All that tells of a person. The call's row, its cost lines and its bill stay."""
    rows = Call.objects.filter(organisation_id=current_organisation_id(), at__lt=before, forgotten_at=None)
    found = list(rows.order_by("at", "pk").select_for_update().values_list("pk", flat=True)[:at_most])
    _forget_people(found)
    return len(found)


def forget_calls(*, call_ids: Collection[int]) -> int:
    """The same for calls of a caller who asked for it, with what the provider sent; returns of how many.

    Those that were forgotten before are passed by. Locked in the order of their ids, as whoever keeps a page does.
    """
    rows = Call.objects.filter(organisation_id=current_organisation_id(), pk__in=call_ids, forgotten_at=None)
    found = dict(rows.order_by("pk").select_for_update().values_list("pk", "external_id"))
    # Before anything goes: what went earlier went because of its age, and the call's page says which.
    Call.objects.filter(pk__in=found).update(asked_to_forget_at=clock.now())
    _forget_people(list(found))
    forget_senders(senders=found.values())
    return len(found)


def forget_told_late(*, external_id: str) -> None:
    """What is told of a call that was forgotten: emptied once it is handled."""
    enqueue(
        job=FORGET_TOLD,
        organisation_id=current_organisation_id(),
        arguments={"external_ids": [external_id]},
        run_at=clock.now() + _HANDLED_BY_THEN,
        key=external_id,
    )


def _forget_people(found: list[int]) -> None:
    _forget_audio(found)
    _forget_words(found)
    CallEvent.objects.filter(call_id__in=found).delete()
    CallTag.objects.filter(call_id__in=found).delete()
    CallDetail.objects.filter(call_id__in=found).update(metadata=None, variables=None, rest={}, log_url="")
    Call.objects.filter(pk__in=found).update(from_number="", to_number="", forgotten_at=clock.now())


def _forget_audio(call_ids: list[int]) -> None:
    """The file first: a row that says it is gone while it lies there would be a lie."""
    rows = Recording.objects.filter(call_id__in=call_ids).exclude(status=Recording.Status.REFUSED)
    for row in rows.select_for_update():
        if row.file_id is not None:
            remove_recording(organisation_id=row.organisation_id, file_id=row.file_id)
    rows.update(
        status=Recording.Status.REFUSED, reason=FORGOTTEN, url="", file_id=None, peaks=None, sha256="",
        settled_at=clock.now(),
    )  # fmt: skip


def _forget_words(call_ids: list[int]) -> None:
    # Events hold the analysis, which tells what was said.
    CallEvent.objects.filter(call_id__in=call_ids).update(raw={}, cut=True)
    CallNote.objects.filter(call_id__in=call_ids).update(text="")
    CallWords.objects.filter(call_id__in=call_ids).delete()
    CallDetail.objects.filter(call_id__in=call_ids).update(
        transcript="", turns=None, turns_with_tools=None, summary="", custom_analysis=None, words_final=True,
        words_forgotten_at=Coalesce("words_forgotten_at", clock.now()),
    )  # fmt: skip
