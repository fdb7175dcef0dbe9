"""Removes photos that nothing refers to: uploads of reports that were never sent, files of deleted reports."""

from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial

from django.db import transaction

from baraza.capabilities.media import vault
from baraza.capabilities.media.models import Media
from baraza.core.tenancy.scope import current_organisation_id
from baraza.lib.sweeping import Swept

# Which of these ids something still shows; a package that keeps ids of photos registers one.
InUse = Callable[[Collection[str]], Collection[str]]
_in_use: list[InUse] = []


def on_asked_for_use(handler: InUse) -> None:
    _in_use.append(handler)


def forget_unused(*, before: datetime, after: str | None, at_most: int) -> Swept[str]:
    """Looks at `at_most` photos of the organisation in scope that came before then, from id `after` on.

    Files go after the commit: a file without a row is lost space, a row without its file is a broken picture.
    """
    rows = Media.objects.filter(organisation_id=current_organisation_id(), created_at__lt=before).order_by("pk")
    found = list((rows.filter(pk__gt=after) if after else rows)[:at_most])
    ids = {str(row.pk) for row in found}
    used = {media_id for handler in _in_use for media_id in handler(ids)}
    unused = [row for row in found if str(row.pk) not in used]
    Media.objects.filter(pk__in=[row.pk for row in unused]).delete()
    for name in filter(None, (row.storage_name for row in unused)):
        transaction.on_commit(partial(vault.remove, organisation_id=current_organisation_id(), name=name))
    return Swept(count=len(unused), last=str(found[-1].pk) if len(found) == at_most else None)
