"""What other systems send: one flat JSON object, read by a form, so that every mistake is named by its field."""

import json
import re
from http import HTTPStatus
from typing import Any, Final, TypeVar

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse

from baraza.web.api.problems import problem

LONGEST_BODY: Final = 64 * 1024
KEY_HEADER: Final = "Idempotency-Key"
# Long enough for a UUID and for most systems' own numbers.
_KEY: Final = re.compile(r"[\x21-\x7e]{1,64}")

F = TypeVar("F", bound=forms.Form)


class Unusable(Exception):
    """What was sent cannot be used; `answer` says why."""

    def __init__(self, status: HTTPStatus, detail: str) -> None:
        super().__init__(detail)
        self.answer: JsonResponse = problem(status, detail)


def read_body(*, request: HttpRequest, form: type[F]) -> F:
    """The form, valid. Raises Unusable."""
    given = _object(request)
    read = form(data={name: "" if value is None else value for name, value in given.items()})
    told = [f"{name}: there is no such field" for name in sorted(set(given) - set(read.fields))]
    told += [
        f"{name}: {fault}" for name, field in read.fields.items() if (fault := _wrong_kind(field, given.get(name)))
    ]
    if not told and read.is_valid():
        return read
    told += [f"{name}: {' '.join(str(error) for error in errors)}" for name, errors in read.errors.items()]
    raise Unusable(HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(told))


def act_key(*, request: HttpRequest, key_id: int) -> str:
    """Names the act, so that the same request sent twice does it once. Raises Unusable."""
    given = request.headers.get(KEY_HEADER, "")
    if not _KEY.fullmatch(given):
        raise Unusable(
            HTTPStatus.BAD_REQUEST,
            f"Send {KEY_HEADER}: a word of 1 to 64 signs without blanks, new for each act and the same when it is repeated.",
        )
    return f"api:{key_id}:{given}"


def _object(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise Unusable(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send application/json.")
    try:
        raw = request.body
    except RequestDataTooBig:
        raw = b" " * (LONGEST_BODY + 1)
    if len(raw) > LONGEST_BODY:
        raise Unusable(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"Send at most {LONGEST_BODY} bytes.")
    try:
        given = json.loads(raw)
        # Half a surrogate pair is no text that could be kept.
        json.dumps(given, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Unusable(HTTPStatus.BAD_REQUEST, "The body is no JSON.") from error
    if not isinstance(given, dict):
        raise Unusable(HTTPStatus.BAD_REQUEST, "The body is no JSON object.")
    return given


def _wrong_kind(field: forms.Field, value: object) -> str:
    """A number is no text, and a list is neither: a form would take both by their looks."""
    if value is None:
        return ""
    if isinstance(field, forms.IntegerField):
        wanted = (int, float) if isinstance(field, forms.FloatField) else (int,)
        return "" if isinstance(value, wanted) and not isinstance(value, bool) else "not a number"
    return "" if isinstance(value, str) else "not a text"
