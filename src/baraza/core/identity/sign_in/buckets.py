"""Token buckets in the database, so that all processes count as one: what strangers may do on public pages.

A bucket holds `at_once` tokens and is filled with `per_minute`. Its state is one time, that at which it is full again.
"""

import hashlib
import math
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from baraza.core.identity.models import Bucket
from baraza.lib.clock import now


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """`name` tells one allowance of an address from another."""

    name: str
    per_minute: int
    at_once: int

    @property
    def one_takes(self) -> timedelta:
        """Until a token that was taken is there again."""
        return timedelta(minutes=1) / self.per_minute


def take(allowance: Allowance, *, who: str) -> int:
    """Takes a token: 0. When there is none: the seconds until there is one. Nobody in particular is never held up."""
    if not who:
        return 0
    key = _key(allowance, who)
    with transaction.atomic():
        Bucket.objects.bulk_create([Bucket(key=key, full_at=now())], ignore_conflicts=True)
        row = Bucket.objects.select_for_update().get(pk=key)
        # Only now: others may have taken while we waited for the row.
        moment = now()
        full_at = max(row.full_at, moment) + allowance.one_takes
        wait = full_at - moment - allowance.one_takes * allowance.at_once
        if wait > timedelta(0):
            return math.ceil(wait.total_seconds())
        row.full_at = full_at
        row.save(update_fields=["full_at"])
    return 0


def forget_full() -> int:
    """How many rows say nothing any more: a bucket without a row is full."""
    return Bucket.objects.filter(full_at__lt=now()).delete()[0]


def _key(allowance: Allowance, who: str) -> str:
    return hashlib.sha256(f"bucket:{allowance.name}:{who}".encode()).hexdigest()
