"""Who gets what of boards of calls, their alerts, and the platform's overview."""

from tests.web.console.routes.table import ADMINS_ACT, OWN_LIST, PLATFORM_PAGE, WORKING, Route

ADMIN = ("org_admin",)
ROUTES = {
    "call-boards": Route("calls/boards/", OWN_LIST),
    "call-alerts": Route("calls/alerts/", OWN_LIST),
    "call-alert-acknowledge": Route(
        "calls/alerts/{call_alert}/acknowledge/", WORKING, post={}, changing=("org_admin", "supervisor", "agent")
    ),
    "call-alert-rules": Route(
        "calls/alerts/rules/", {**ADMINS_ACT, "outsider": 302}, post={"kind": "silence", "hours": "3"}, changing=ADMIN
    ),
    "call-alert-rule-switch": Route(
        "calls/alerts/rules/{call_alert_rule}/switch/", ADMINS_ACT, post={"active": "off"}, changing=ADMIN
    ),
    "call-alert-rule-remove": Route(
        "calls/alerts/rules/{call_alert_rule}/remove/", ADMINS_ACT, post={}, changing=ADMIN
    ),
    "platform-calls": Route("platform/calls/", PLATFORM_PAGE),
}
