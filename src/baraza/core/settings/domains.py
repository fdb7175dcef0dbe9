"""The organisation's own names for its pages: claimed, proved by a text record that only the name's owner can write."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction

from baraza.core.audit.actions import record
from baraza.core.identity.actor import SYSTEM, Actor
from baraza.core.identity.permissions import require
from baraza.core.jobs.queue import enqueue
from baraza.core.settings.hosts import forget_hosts
from baraza.core.settings.models import Domain
from baraza.core.tenancy.scope import current_organisation_id, organisation_scope
from baraza.lib.clock import now
from baraza.lib.dns_records import NamesUnavailable, TextRecords, text_records
from baraza.lib.translation import gettext_noop

CHECK_JOB: Final = "settings.check_domain"
MOST: Final = 10
# Once verified, a name goes on serving while its record is missing for so many daily checks: people mend their zones.
MISSES_AT_MOST: Final = 3
_LABEL = "_baraza"
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{2,59})")
_WAITED_FOR = timedelta(minutes=2)

FAULTS: Final[dict[str, str]] = {
    "no_record": gettext_noop("There is no such record yet. It can take an hour until everybody sees a new one."),
    "other_record": gettext_noop("There is a record with this name, but its value is another one. Copy it again."),
    "no_answer": gettext_noop("The name servers of this domain did not answer. Try again in some minutes."),
    "taken": gettext_noop("This name serves another organisation here. It must let go of it first."),
}


@dataclass(frozen=True, kw_only=True)
class OwnDomain:
    """`record_name` and `record_value` are what the owner writes into the zone; `fault` is a key of `FAULTS`."""

    id: int
    host: str
    state: str
    fault: str
    record_name: str
    record_value: str
    checking: bool
    checked_at: datetime | None
    verified_at: datetime | None

    @property
    def warned(self) -> bool:
        """It still serves, but its record was missing at the last check."""
        return self.state == Domain.State.VERIFIED and bool(self.fault)


class HostUnusable(ValueError):
    """No name of a website, or one of the platform's own."""


class HostClaimed(ValueError):
    """This organisation has claimed it already."""


class TooManyDomains(ValueError):
    """More than `MOST` names."""


class DomainUnknown(LookupError):
    """No domain of this organisation has this id."""


def read_host(written: str) -> str:
    """`meldings.example.org` from what a person wrote, also an address of a page. Raises HostUnusable."""
    bare = re.sub(r"^https?://", "", written.strip(), flags=re.IGNORECASE).split("/")[0].rstrip(".").lower()
    try:
        host = bare.encode("idna").decode() if not bare.isascii() else bare
    except UnicodeError as error:
        raise HostUnusable(written) from error
    if not _HOST.fullmatch(host) or any(_is_ours(host, name) for name in settings.ALLOWED_HOSTS):
        raise HostUnusable(written)
    return host


def _is_ours(host: str, name: str) -> bool:
    return host == name or (name.startswith(".") and (host.endswith(name) or host == name[1:]))


def list_domains() -> list[OwnDomain]:
    rows = Domain.objects.filter(organisation_id=current_organisation_id())
    return [_own(row) for row in rows.order_by("host")]


def claim_domain(*, actor: Actor, host: str) -> int:
    """`host` as `read_host` gives it. Raises NotAllowed, HostClaimed, TooManyDomains."""
    require(actor=actor, permission="settings.manage")
    rows = Domain.objects.filter(organisation_id=current_organisation_id())
    if rows.count() >= MOST:
        raise TooManyDomains(host)
    token = secrets.token_urlsafe(24)
    row, is_new = rows.get_or_create(host=host, defaults={"organisation_id": current_organisation_id(), "token": token})
    if not is_new:
        raise HostClaimed(host)
    _audit(actor, row, "domain.claimed")
    return row.pk


def give_up_domain(*, actor: Actor, domain_id: int) -> None:
    """From now on the name leads nowhere here. Raises NotAllowed, DomainUnknown."""
    require(actor=actor, permission="settings.manage")
    row = _locked(domain_id)
    _audit(actor, row, "domain.given_up")
    row.delete()
    transaction.on_commit(forget_hosts)


def ask_check(*, actor: Actor, domain_id: int) -> None:
    """The record is looked for by a job, outside of any transaction. Raises NotAllowed, DomainUnknown."""
    require(actor=actor, permission="settings.manage")
    row = _locked(domain_id)
    row.checking_since = now()
    row.save(update_fields=["checking_since"])
    _ask(row)


def recheck_domains() -> None:
    """Those that serve, of the organisation in scope: what was sold or given back stops leading here."""
    for row in Domain.objects.filter(organisation_id=current_organisation_id(), state=Domain.State.VERIFIED):
        _ask(row)


def _ask(row: Domain) -> None:
    key = f"domain:{row.pk}"
    enqueue(job=CHECK_JOB, organisation_id=row.organisation_id, arguments={"domain_id": row.pk}, key=key)


def check_domain(*, organisation_id: int, domain_id: int, look_up: TextRecords | None = None) -> None:
    """Reads what to look for, asks the name servers outside of any transaction, keeps what was found."""
    with organisation_scope(organisation_id=organisation_id):
        row = Domain.objects.filter(pk=domain_id, organisation_id=organisation_id).first()
    if row is None:
        return
    fault = _fault(row, look_up or text_records(servers=settings.DNS_SERVERS))
    try:
        with organisation_scope(organisation_id=organisation_id):
            _settle(domain_id, fault)
    except IntegrityError:
        # The constraint decides who has a verified name, whoever asks first.
        with organisation_scope(organisation_id=organisation_id):
            _settle(domain_id, "taken")


def _fault(row: Domain, look_up: TextRecords) -> str:
    try:
        found = look_up(f"{_LABEL}.{row.host}.")
    except NamesUnavailable:
        return "no_answer"
    if any(secrets.compare_digest(text.strip().encode(), _value(row).encode()) for text in found):
        return ""
    return "other_record" if found else "no_record"


def _settle(domain_id: int, fault: str) -> None:
    try:
        row = _locked(domain_id)
    except DomainUnknown:
        return
    before = row.state
    row.checked_at, row.checking_since, row.fault = now(), None, fault
    # Silence is no proof of anything: what serves goes on serving.
    row.misses = 0 if not fault else row.misses + (fault != "no_answer")
    if not fault:
        row.state, row.verified_at = Domain.State.VERIFIED, row.verified_at or now()
    elif before != Domain.State.VERIFIED or row.misses >= MISSES_AT_MOST:
        row.state, row.verified_at = Domain.State.FAILED, None
    row.save()
    if row.state != before:
        _audit(SYSTEM, row, f"domain.{row.state}")
        transaction.on_commit(forget_hosts)


def _locked(domain_id: int) -> Domain:
    row = Domain.objects.select_for_update().filter(pk=domain_id, organisation_id=current_organisation_id()).first()
    if row is None:
        raise DomainUnknown(str(domain_id))
    return row


def _value(row: Domain) -> str:
    return f"baraza-verification={row.token}"


def _own(row: Domain) -> OwnDomain:
    return OwnDomain(
        id=row.pk,
        host=row.host,
        state=row.state,
        fault=row.fault,
        record_name=f"{_LABEL}.{row.host}",
        record_value=_value(row),
        checking=row.checking_since is not None and now() - row.checking_since < _WAITED_FOR,
        checked_at=row.checked_at,
        verified_at=row.verified_at,
    )


def _audit(actor: Actor, row: Domain, action: str) -> None:
    record(actor=actor, action=action, subject_kind="domain", subject_id=str(row.pk), changes={"host": row.host})
