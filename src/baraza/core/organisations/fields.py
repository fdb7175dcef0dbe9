"""Column types that Django lacks."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    # Django's fields take type arguments in their stubs only.
    _Text = models.TextField


class NetworkField(_Text):
    """PostgreSQL's `cidr`: an address range of either kind, refused by the database when it is none."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002 - Django names it
        return "cidr"
