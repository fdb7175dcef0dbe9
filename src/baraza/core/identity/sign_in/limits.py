"""How often somebody may try a password or a code: counted in the database, so that all processes count as one.

Each try takes one of a minute's; a right one is given back, so that an office behind one address can come to work.
After several wrong ones in a row an account waits, each time twice as long. Whether it exists plays no part.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from baraza.core.identity.addresses import visitor_of
from baraza.core.identity.models import Tries
from baraza.lib.clock import now

_MINUTE = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=1)
_FORGOTTEN_AFTER = timedelta(days=1)
# From so many wrong ones in a row on.
_PASSWORDS_FORGIVEN = 10
_CODES_FORGIVEN = 5
_CODES_PER_MINUTE = 5
_LETTERS_PER_MINUTE = 2
# People mistype references; a household or an office behind one address mistypes together.
WRONG_REFERENCES_PER_MINUTE = 20
# A system that goes on with its old key asks again and again; guessing 256 bits is not what this slows down.
WRONG_KEYS_PER_MINUTE = 20
# Each file of open data is read from the database from its beginning to its end.
FILES_PER_MINUTE = 30
# Mobile networks put many people behind one address.
PHOTOS_PER_ADDRESS = 200
_TEXTS_PER_MINUTE = 1
_TEXTS_PER_ADDRESS = 10
# A code to a number that nobody here knows costs the organisation money and its owner patience.
_DAY = timedelta(days=1)
NEW_NUMBERS_PER_PERSON = 5
CODES_PER_NEW_NUMBER = 5
# A household or an office behind one address.
NEW_NUMBERS_PER_ADDRESS = 30


@dataclass(frozen=True, kw_only=True)
class Limit:
    """`forgiven` wrong ones in a row make no wait; 0 when wrong ones never do. `span`: what `per_minute` is counted in."""

    key: str
    per_minute: int
    forgiven: int = 0
    span: timedelta = _MINUTE


class TooManyTries(Exception):
    """Shown to people; `seconds` until the next try."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


def of_address(address: str) -> Limit:
    return Limit(key=_key("address", visitor_of(address)), per_minute=settings.SIGN_IN_TRIES_PER_ADDRESS)


def of_account(email: str) -> Limit:
    return Limit(
        key=_key("account", email.strip().lower()),
        per_minute=settings.SIGN_IN_TRIES_PER_ACCOUNT,
        forgiven=_PASSWORDS_FORGIVEN,
    )


def of_codes(user_id: int) -> Limit:
    return Limit(key=_key("codes", str(user_id)), per_minute=_CODES_PER_MINUTE, forgiven=_CODES_FORGIVEN)


def of_letters(email: str) -> Limit:
    """Links by e-mail: more would be a way to fill somebody's letter box."""
    return Limit(key=_key("letters", email.strip().lower()), per_minute=_LETTERS_PER_MINUTE)


def of_references(address: str) -> Limit:
    """References that do not exist; who writes one that does is never counted."""
    return Limit(key=_key("references", visitor_of(address)), per_minute=WRONG_REFERENCES_PER_MINUTE)


def of_keys(address: str) -> Limit:
    """Keys of other systems that do not work; who sends one that does is never counted nor held up."""
    return Limit(key=_key("keys", visitor_of(address)), per_minute=WRONG_KEYS_PER_MINUTE)


def of_files(address: str) -> Limit:
    """Open data that is taken away as a whole."""
    return Limit(key=_key("files", visitor_of(address)), per_minute=FILES_PER_MINUTE)


def of_texts_from(address: str) -> Limit:
    """Codes that somebody has sent to telephones."""
    return Limit(key=_key("texts from", visitor_of(address)), per_minute=_TEXTS_PER_ADDRESS)


def of_texts_to(phone: str) -> Limit:
    """A telephone that must not be filled with codes; wrong codes make the next one wait."""
    return Limit(key=_key("texts to", phone), per_minute=_TEXTS_PER_MINUTE, forgiven=_CODES_FORGIVEN)


def of_new_numbers(*, person: str, number: str, address: str) -> tuple[Limit, ...]:
    """Codes to numbers that the person is not known by yet: how many they, the number and their address get in a day."""
    return (
        Limit(key=_key("new numbers of", person), per_minute=NEW_NUMBERS_PER_PERSON, span=_DAY),
        Limit(key=_key("codes to new", number), per_minute=CODES_PER_NEW_NUMBER, span=_DAY),
        Limit(key=_key("new numbers from", visitor_of(address)), per_minute=NEW_NUMBERS_PER_ADDRESS, span=_DAY),
    )


def of_photos(address: str) -> Limit:
    """Photos that anybody may put on a page; each is kept for a while even if nothing is sent with it."""
    return Limit(key=_key("photos", visitor_of(address)), per_minute=PHOTOS_PER_ADDRESS, span=timedelta(hours=1))


def seconds_to_wait(limit: Limit) -> int:
    """Without counting anything; 0 when the next try would be granted."""
    row = Tries.objects.filter(pk=limit.key).first() if limit.key else None
    end = row.minute_began_at + limit.span if row else now()
    if row is None or row.in_minute < limit.per_minute or end <= now():
        return 0
    return max(1, round((end - now()).total_seconds()))


def take(*limits: Limit) -> None:
    """Raises TooManyTries when one of them is used up or has to wait."""
    moment = now()
    with transaction.atomic():
        rows = _held(limits, moment)
        waits = [wait for limit in limits if limit.key and (wait := _take(rows[limit.key], limit, moment))]
        Tries.objects.bulk_update(rows.values(), ["minute_began_at", "in_minute"])
    if waits:
        raise TooManyTries(max(1, round(max(waits).total_seconds())))


def note_failure(*limits: Limit) -> bool:
    """Whether one of them has to wait from now on, because too many were wrong in a row."""
    moment = now()
    with transaction.atomic():
        rows = _held(limits, moment)
        for limit in limits:
            if limit.key and limit.forgiven:
                _fail(rows[limit.key], limit, moment)
        Tries.objects.bulk_update(rows.values(), ["failures", "failed_at", "refused_until"])
    return any(row.refused_until is not None and row.refused_until > moment for row in rows.values())


def give_back(*limits: Limit) -> None:
    """It was right: this try is not counted, and the wrong ones before it are forgotten, of an account."""
    with transaction.atomic():
        rows = _held(limits, now())
        for limit in limits:
            if limit.key:
                row = rows[limit.key]
                row.in_minute, row.failures, row.refused_until = max(0, row.in_minute - 1), 0, None
        Tries.objects.bulk_update(rows.values(), ["in_minute", "failures", "refused_until"])


def forget_waits(*limits: Limit) -> None:
    """After a new password or a new second factor: the old guesses concern nobody."""
    Tries.objects.filter(pk__in=[limit.key for limit in limits]).delete()


def forget_old() -> int:
    """How many rows nobody needs any more."""
    return Tries.objects.filter(minute_began_at__lt=now() - _FORGOTTEN_AFTER).delete()[0]


def _key(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest() if value else ""


def _held(limits: Iterable[Limit], moment: datetime) -> dict[str, Tries]:
    """The rows, made where missing, locked in the order of their keys so that two requests cannot wait for each other."""
    keys = sorted({limit.key for limit in limits if limit.key})
    Tries.objects.bulk_create([Tries(key=key, minute_began_at=moment) for key in keys], ignore_conflicts=True)
    return {row.key: row for row in Tries.objects.select_for_update().filter(pk__in=keys).order_by("pk")}


def _take(row: Tries, limit: Limit, moment: datetime) -> timedelta | None:
    """How long to wait; None when this try is granted."""
    if row.failed_at and moment - row.failed_at > _FORGOTTEN_AFTER:
        row.failures = 0
    if row.refused_until and moment < row.refused_until:
        return row.refused_until - moment
    if moment - row.minute_began_at >= limit.span:
        row.minute_began_at, row.in_minute = moment, 0
    if row.in_minute >= limit.per_minute:
        return row.minute_began_at + limit.span - moment
    row.in_minute += 1
    return None


def _fail(row: Tries, limit: Limit, moment: datetime) -> None:
    if row.failed_at and moment - row.failed_at > _FORGOTTEN_AFTER:
        row.failures = 0
    row.failures, row.failed_at = row.failures + 1, moment
    over = row.failures - limit.forgiven
    if over >= 0:
        # The exponent is bounded: ten thousand failures must not make a number that no clock holds.
        row.refused_until = moment + min(_MINUTE * 2 ** min(over, 10), _LONGEST_WAIT)
