"""What every console page has around its content."""

from django.urls import reverse
from django.utils.translation import gettext

from baraza.core.organisations.queries import list_organisations
from baraza.services.complaints.queries.information import list_people_waiting
from baraza.services.complaints.queries.lists import count_open
from baraza.web.console.access import Desk
from baraza.web.ui.components import NavItem, Workplace


def shell(*, desk: Desk, current: str) -> dict[str, object]:
    """Context for `ui/console_page.html`; `current` is the name of the page's address."""
    waiting = len(list_people_waiting())
    return {
        "organisation": desk.organisation,
        "home_url": reverse("console:home"),
        "user_name": desk.actor.name,
        "workplaces": _workplaces(desk),
        "workplace_url": reverse("console:choose-organisation"),
        "sign_out_url": reverse("console:sign-out"),
        "console_nav": [
            NavItem(
                label=gettext("Complaints"),
                url=reverse("console:complaints"),
                icon="document",
                current=current == "complaints",
                badge=count_open(),
                badge_label=gettext("open"),
            ),
            NavItem(
                label=gettext("Waiting for a person"),
                url=reverse("console:people"),
                icon="inbox",
                current=current == "people",
                badge=waiting,
                badge_label=gettext("waiting"),
            ),
        ],
    }


def _workplaces(desk: Desk) -> list[Workplace]:
    """The organisations to choose from; none for most people, who work in one."""
    if len(desk.organisation_ids) == 1:
        return []
    return [
        Workplace(id=one.id, name=one.name, current=one.id == desk.organisation.id)
        for one in list_organisations()
        if one.id in desk.organisation_ids
    ]
