"""Who gets what of bills."""

from tests.web.console.routes.table import ADMINS_ACT, ADMINS_LIST, ADMINS_ONE, READING, Route

ADMIN = ("org_admin",)
RULES = {"count": "1", "r0-kind": "voicemail", "starts_on": "2030-01-01", "seen_number": "1", "do": "preview"}
# There only for who sees certain clients alone, see test_clients_viewers.py.
OF_CLIENTS = {**READING, **dict.fromkeys(("org_admin", "supervisor", "agent", "org_viewer"), 404)}
ROUTES = {
    "billing": Route("billing/", ADMINS_LIST),
    "billing-own": Route("billing/own/", OF_CLIENTS),
    "billing-own-paper": Route("billing/own/{month}/paper/", OF_CLIENTS),
    # Saving takes the mark of an effect that was shown, see the tests of the page; nothing changes by looking. The
    # outsider has no rules yet: nobody can have seen a version 1 there.
    "billing-rules": Route("billing/rules/", {**ADMINS_ACT, "org_admin": 200, "outsider": 422}, post=RULES),
    # The calls of the city cost US dollars; the outsider has none.
    "billing-rates": Route(
        "billing/rates/",
        {**ADMINS_ACT, "outsider": 422},
        post={"of": "{month} USD", "rate": "18.25"},
        changing=ADMIN,
    ),
    "billing-call": Route(
        "billing/calls/{call}/", ADMINS_ACT, post={"choice": "free", "reason": "A test"}, changing=ADMIN
    ),
    "billing-statement": Route("billing/{month}/", ADMINS_ONE),
    "billing-paper": Route("billing/{month}/paper/", ADMINS_ONE),
    "billing-close": Route("billing/{month}/close/", ADMINS_ACT, post={"sure": "on"}, changing=ADMIN),
    "billing-credit": Route(
        "billing/{month}/credit/", ADMINS_ACT, post={"amount": "0.01", "reason": "A test"}, changing=ADMIN
    ),
}
