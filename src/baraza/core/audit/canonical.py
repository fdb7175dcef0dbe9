"""The one way in which an entry is written down to be hashed; the database's own function does the same."""

import hashlib
import json
from dataclasses import dataclass
from typing import Final

# Raised with the form, so that old entries stay provable by the form of their time.
FORM: Final = "1"
GENESIS: Final = "0" * 64


@dataclass(frozen=True, kw_only=True)
class Link:
    """One entry with its place in the chain; all texts, times in UTC, `changes` as PostgreSQL writes it."""

    organisation_id: int
    sequence: int
    previous_hash: str
    fields: tuple[str, ...]


def hash_of(link: Link) -> str:
    written = [FORM, str(link.organisation_id), str(link.sequence), link.previous_hash, *link.fields]
    return hashlib.sha256(json.dumps(written, ensure_ascii=False).encode()).hexdigest()
