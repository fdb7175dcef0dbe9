"""Saved views of the list of complaints."""

from typing import Final

from baraza.lib.translation import gettext_noop
from baraza.web.console.access import Desk
from baraza.web.console.queue.choices import choices_for
from baraza.web.console.queue.reading import read
from baraza.web.console.saved_views.lists import ListOfViews, Reader


def _reader(desk: Desk) -> Reader:
    choices = choices_for(desk)
    return lambda query: read(query=query, choices=choices, desk=desk).query()


VIEWS: Final = ListOfViews(
    name="complaints",
    title=gettext_noop("Complaints"),
    whole_title=gettext_noop("All open complaints"),
    whole="group=open",
    reader=_reader,
)
