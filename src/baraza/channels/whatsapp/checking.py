"""Tries a WhatsApp connection out, line by line: the account at Meta, then our own address as Meta sees it.

Source: developers.facebook.com/documentation/business-messaging/whatsapp, phone numbers, subscribed apps, templates.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from baraza.channels.whatsapp.check_lines import good, warning, wrong
from baraza.channels.whatsapp.graph import Account, account_of, call
from baraza.channels.whatsapp.own_address import address_lines
from baraza.core.ingress.contract import ConnectionFacts, JsonObject
from baraza.lib.http import AnswerTooLarge
from baraza.lib.json_bodies import list_at, object_at, text_at
from baraza.lib.translation import gettext_noop as _
from baraza.messaging.check_report import CheckLine, CheckState, ProviderTemplate
from baraza.messaging.contract import CheckFacts, CheckReport, Failure, SendError

_MOST_TEMPLATES = 200
_TOKEN_CODES = {"0", "190", "http_401"}


def check(*, connection: ConnectionFacts, facts: CheckFacts) -> CheckReport:
    templates: list[ProviderTemplate] = []
    lines = [*_account_lines(connection, facts, templates), *address_lines(connection, facts)]
    return CheckReport(lines=(*lines, _heard(facts)), templates=tuple(templates))


def _account_lines(
    connection: ConnectionFacts, facts: CheckFacts, templates: list[ProviderTemplate]
) -> Iterator[CheckLine]:
    """The first that fails ends them: the rest would only say the same once more."""
    try:
        account = account_of(connection)
        fields = "display_phone_number,verified_name,quality_rating,webhook_configuration"
        number = call(account=account, method="GET", path=f"{account.phone_number_id}?fields={fields}")
    except (SendError, AnswerTooLarge) as error:
        yield _refused(error)
        return
    yield good("token", _("Meta accepts the access token."))
    shown = text_at(number, "display_phone_number") or account.phone_number_id
    name = text_at(number, "verified_name")
    yield good("number", _("The phone number is %(number)s, shown to people as %(name)s."), number=shown, name=name)
    yield from _quality(number)
    business = str(connection.options.get("business_account_id", ""))
    if not business.isdigit():
        yield wrong(
            "business",
            _("There is no WhatsApp Business Account ID, so subscription and templates cannot be looked at."),
            _("Copy it from the App Dashboard, WhatsApp, API Setup, and put it into this connection."),
        )
        return
    yield from _business_lines(account, business)
    yield from _template_lines(account, business, templates)
    yield from _told_address(number, facts)


def _business_lines(account: Account, business: str) -> Iterator[CheckLine]:
    try:
        numbers = list_at(call(account=account, method="GET", path=f"{business}/phone_numbers?fields=id"), "data")
        apps = list_at(call(account=account, method="GET", path=f"{business}/subscribed_apps"), "data")
    except (SendError, AnswerTooLarge) as error:
        yield wrong(
            "business",
            _("Meta does not show us this WhatsApp Business Account: %(why)s"),
            _("Check the WhatsApp Business Account ID, and that the token's system user is assigned to that account."),
            why=_why(error),
        )
        return
    if account.phone_number_id in {text_at(one, "id") for one in numbers}:
        yield good("belongs", _("The number belongs to this WhatsApp Business Account."))
    else:
        yield wrong(
            "belongs",
            _("The phone number ID does not belong to this WhatsApp Business Account."),
            _("Copy both numbers again from the same page: App Dashboard, WhatsApp, API Setup."),
        )
    if apps:
        yield good("subscribed", _("An app is subscribed to this account's messages."))
    else:
        yield wrong(
            "subscribed",
            _("No app is subscribed to this account, so Meta sends us nothing."),
            _("App Dashboard, WhatsApp, Configuration: set the webhook and subscribe to the field messages."),
        )


def _template_lines(account: Account, business: str, found: list[ProviderTemplate]) -> Iterator[CheckLine]:
    path = f"{business}/message_templates?fields=name,status,language,category&limit={_MOST_TEMPLATES}"
    try:
        rows = list_at(call(account=account, method="GET", path=path), "data")
    except (SendError, AnswerTooLarge) as error:
        yield warning("templates", _("The templates cannot be read: %(why)s"), _TEMPLATE_RIGHT, why=_why(error))
        return
    found.extend(
        ProviderTemplate(
            name=text_at(row, "name"),
            language=text_at(row, "language"),
            status=text_at(row, "status").lower(),
            category=text_at(row, "category").lower(),
        )
        for row in rows
        if text_at(row, "name")
    )
    approved = sum(one.status == "approved" for one in found)
    if approved:
        says = _("%(approved)s of %(all)s templates are approved.")
        yield good("templates", says, approved=str(approved), all=str(len(found)))
    else:
        yield warning("templates", _("No template is approved."), _TEMPLATE_NONE)


_TEMPLATE_RIGHT = _("Give the token the permission whatsapp_business_management.")
_TEMPLATE_NONE = _(
    "Residents can be answered for 24 hours after they last wrote. To tell them later, have a template approved in "
    "WhatsApp Manager, Message templates."
)


def _told_address(number: JsonObject, facts: CheckFacts) -> Iterator[CheckLine]:
    """Where Meta says it delivers; not every token may see it."""
    told = object_at(number, "webhook_configuration")
    address = (
        text_at(told, "phone_number") or text_at(told, "whatsapp_business_account") or text_at(told, "application")
    )
    if not address:
        return
    if address.rstrip("/") == facts.webhook_url.rstrip("/"):
        yield good("told", _("Meta delivers to this connection's address."))
    else:
        yield wrong(
            "told",
            _("Meta delivers to another address, on the host %(host)s."),
            _("App Dashboard, WhatsApp, Configuration: replace the callback URL by the address shown on this page."),
            host=urlsplit(address).hostname or "?",
        )


def _heard(facts: CheckFacts) -> CheckLine:
    if facts.last_event_at is not None:
        return good("heard", _("Messages have come in through this connection."))
    return warning(
        "heard",
        _("Nothing has come in yet."),
        _("Send a WhatsApp message to the number from your own phone; it should show here within seconds."),
    )


def _quality(number: JsonObject) -> Iterator[CheckLine]:
    if text_at(number, "quality_rating").upper() == "RED":
        yield warning(
            "quality",
            _("Meta rates the quality of this number as low; it may be limited."),
            _("Look in WhatsApp Manager, Insights, for what people blocked or reported."),
        )


def _refused(error: Exception) -> CheckLine:
    """A token that is wrong, a number that is not the token's, and a Meta that cannot be asked are three things."""
    code = error.code if isinstance(error, SendError) else ""
    if isinstance(error, SendError) and error.failure in {Failure.TEMPORARY, Failure.UNCERTAIN, Failure.THROTTLED}:
        return CheckLine(
            code="meta",
            state=CheckState.UNTRIED,
            says=_("Meta could not be asked: %(why)s"),
            fix=_(
                "The account was not tried. Test again in some minutes; the operator sees whether the way out is open."
            ),
            parameters={"why": _why(error)},
        )
    if code in _TOKEN_CODES or code == "connection":
        return wrong(
            "token",
            _("The access token is not accepted: %(why)s"),
            _("Make a new token of a system user in Business settings, System users, that never ends, and enter it."),
            why=_why(error),
        )
    return wrong(
        "number",
        _("Meta does not show us this phone number: %(why)s"),
        _("Check the phone number ID, and that the token's system user may manage this WhatsApp account."),
        why=_why(error),
    )


def _why(error: Exception) -> str:
    """What Meta said; an answer without a reason is told by its status, for nothing was to be sent here."""
    if not isinstance(error, SendError):
        return str(error)
    _prefix, _mark, status = error.code.partition("http_")
    return f"HTTP {status}" if status else error.detail
