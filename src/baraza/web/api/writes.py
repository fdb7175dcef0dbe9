"""What other systems do with complaints: open them, add to them, correct them, move them on.

Each goes through the action that the console uses, with the permissions of the key's scopes and no others.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse

from baraza.core.identity.queries.keys import KeyCaller
from baraza.core.organisations.queries import get_organisation
from baraza.services.complaints.actions.answers import note
from baraza.services.complaints.actions.correct import correct
from baraza.services.complaints.actions.locks import ChangedMeanwhile
from baraza.services.complaints.actions.move import ReasonMissing, move
from baraza.services.complaints.actions.open import open_complaint
from baraza.services.complaints.actions.relay import relay
from baraza.services.complaints.queries.one import ComplaintUnknown, get_complaint, reference_of_source
from baraza.services.complaints.queries.records import ComplaintDetail
from baraza.services.complaints.states import MoveRefused, State
from baraza.web.api.access import keyed
from baraza.web.api.bodies import Unusable, act_key, read_body
from baraza.web.api.callers import reader
from baraza.web.api.forms import CommentBody, CorrectBody, MoveBody, NoteBody, OpenBody
from baraza.web.api.opening import CHANNEL, new_complaint
from baraza.web.api.problems import problem

Writing = Callable[..., JsonResponse]


def refused_in_words(view: Writing) -> Writing:
    """Turns what an action refuses into an answer."""

    @wraps(view)
    def answered(request: HttpRequest, caller: KeyCaller, **within: Any) -> JsonResponse:
        try:
            return view(request, caller, **within)
        except Unusable as error:
            return error.answer
        except ComplaintUnknown:
            return problem(HTTPStatus.NOT_FOUND, "No report has this reference.")
        except ChangedMeanwhile:
            return problem(HTTPStatus.CONFLICT, "The report was changed since that version. Read it again.")
        except MoveRefused as error:
            return problem(HTTPStatus.CONFLICT, str(error))
        except ReasonMissing:
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "reason: this state has to be explained")

    return answered


@keyed(scope="complaints.report", method="POST")
@refused_in_words
def open_one(request: HttpRequest, caller: KeyCaller) -> JsonResponse:
    source_key = act_key(request=request, key_id=caller.key_id)
    body = read_body(request=request, form=OpenBody)
    before = reference_of_source(source_key=source_key)
    if before is not None:
        return _written(before)
    organisation = get_organisation(organisation_id=caller.organisation_id)
    new = new_complaint(organisation=organisation, cleaned=body.cleaned_data, source_key=source_key)
    reference = open_complaint(actor=reader(caller), new=new)
    answer = _written(reference, status=HTTPStatus.CREATED)
    answer.headers["Location"] = f"{request.path}/{reference}"
    return answer


@keyed(scope="complaints.report", method="POST")
@refused_in_words
def add_comment(request: HttpRequest, caller: KeyCaller, reference: str) -> JsonResponse:
    """Words of the resident that the other system heard."""
    source_key = act_key(request=request, key_id=caller.key_id)
    body = read_body(request=request, form=CommentBody)
    text = body.cleaned_data["text"]
    relay(actor=reader(caller), reference=reference, text=text, source_key=source_key, channel=CHANNEL)
    return _written(reference)


@keyed(scope="complaints.note", method="POST")
@refused_in_words
def add_note(request: HttpRequest, caller: KeyCaller, reference: str) -> JsonResponse:
    """For staff; the resident never sees it."""
    source_key = act_key(request=request, key_id=caller.key_id)
    body = read_body(request=request, form=NoteBody)
    note(actor=reader(caller), reference=reference, text=body.cleaned_data["text"], source_key=source_key)
    return _written(reference)


@keyed(scope="complaints.correct", method="PATCH")
@refused_in_words
def correct_one(request: HttpRequest, caller: KeyCaller, reference: str) -> JsonResponse:
    """What is not named stays as it is."""
    cleaned = read_body(request=request, form=CorrectBody).cleaned_data
    found = get_complaint(reference=reference)
    correct(
        actor=reader(caller),
        reference=reference,
        category=cleaned["category"] or found.category,
        priority=cleaned["priority"] or found.priority,
        expected_version=found.version if cleaned["version"] is None else cleaned["version"],
    )
    return _written(reference)


@keyed(scope="complaints.move", method="POST")
@refused_in_words
def move_one(request: HttpRequest, caller: KeyCaller, reference: str) -> JsonResponse:
    """Into the state in which it is already: nothing happens, so that a request may be repeated."""
    cleaned = read_body(request=request, form=MoveBody).cleaned_data
    wanted = State(cleaned["state"])
    if get_complaint(reference=reference).state is not wanted:
        move(
            actor=reader(caller),
            reference=reference,
            wanted=wanted,
            reason=cleaned["reason"],
            expected_version=cleaned["version"],
        )
    return _written(reference)


def _written(reference: str, *, status: HTTPStatus = HTTPStatus.OK) -> JsonResponse:
    return JsonResponse(_receipt(get_complaint(reference=reference)), status=status)


def _receipt(found: ComplaintDetail) -> dict[str, object]:
    """How the report stands: nothing of who reported it or what was said, whatever the key may read."""
    return {
        "reference": found.reference,
        "state": found.state.value,
        "version": found.version,
        "category": found.category,
        "priority": found.priority,
        "emergency": found.emergency,
        "opened_at": found.opened_at.isoformat(),
        "due_at": found.due_at.isoformat(),
    }
