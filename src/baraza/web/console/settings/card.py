"""A card of the first page of settings."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, kw_only=True)
class Card:
    """`state` is how it stands, `remark` what somebody should look at."""

    name: str
    title: str
    icon: str
    permission: str
    state: str
    remark: str = ""

    @property
    def url(self) -> str:
        return reverse(f"console:{self.name}")
