"""Saved views of the list of calls."""

from typing import Final

from django.http import QueryDict

from baraza.lib.translation import gettext_noop
from baraza.web.console.access import Desk
from baraza.web.console.calls.forms import CallsForm
from baraza.web.console.saved_views.lists import ListOfViews, Reader


def _reader(desk: Desk) -> Reader:
    """A colleague's view may narrow by cost: who may not see that does not read amounts in its address either."""
    return CallsForm(QueryDict(), desk=desk).clean_query


VIEWS: Final = ListOfViews(
    name="calls",
    title=gettext_noop("Calls"),
    whole_title=gettext_noop("All calls"),
    whole="all=yes",
    reader=_reader,
)
