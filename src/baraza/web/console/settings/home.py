"""The first page of settings: a card for each matter, which says how it stands."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from baraza.core.identity.permissions import allows
from baraza.web.console.access import Desk, staff
from baraza.web.console.onboarding.steps import progress
from baraza.web.console.settings.cards import cards
from baraza.web.console.settings.saving import shown


@require_safe
@staff(permission="settings.manage")
def settings(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    shown_cards = [card for card in cards(desk) if allows(actor=desk.actor, permission=card.permission)]
    return shown(
        request=request, desk=desk, template="home", context={"cards": shown_cards, "progress": progress(desk=desk)}
    )
