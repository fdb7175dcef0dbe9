"""What every console page has around its content."""

from django.urls import reverse
from django.utils.translation import gettext

from baraza.services.complaints.queries.information import list_people_waiting
from baraza.services.complaints.queries.lists import count_open
from baraza.web.console.access import Desk
from baraza.web.ui.components import NavItem


def shell(*, desk: Desk, current: str) -> dict[str, object]:
    """Context for `ui/console_page.html`; `current` is the name of the page's address."""
    waiting = len(list_people_waiting())
    return {
        "organisation": desk.organisation,
        "home_url": reverse("console:home"),
        "user_name": desk.actor.name,
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
