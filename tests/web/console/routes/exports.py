"""Who gets what of files and schedules."""

from tests.web.console.routes.table import OWN_LIST, SIGN_IN, Route

LEADS = ("org_admin", "supervisor")
# One's own files: of others they look as if there were none. Admins see all.
ONE = {**dict.fromkeys(OWN_LIST, 404), "org_admin": 200, "anonymous": SIGN_IN}
OF_LEADS = {**OWN_LIST, "agent": 403, "org_viewer": 403}
# Without a list there is nothing to make a file of; the tests of the pages name one.
NO_LIST = {**dict.fromkeys(OWN_LIST, 404), "anonymous": SIGN_IN}
ROUTES = {
    "exports": Route("exports/", OWN_LIST),
    "exports-new": Route("exports/new/", NO_LIST),
    "exports-keeping": Route(
        "exports/keeping/",
        {**dict.fromkeys(OWN_LIST, 403), "org_admin": 302, "outsider": 302, "anonymous": SIGN_IN},
        post={"days": "3"},
        changing=("org_admin",),
    ),
    "exports-schedules": Route("exports/schedules/", OF_LEADS),
    "exports-schedule-new": Route("exports/schedules/new/", {**NO_LIST, "agent": 403, "org_viewer": 403}),
    "exports-schedule-switch": Route(
        "exports/schedules/{schedule}/switch/",
        {**dict.fromkeys(OF_LEADS, 403), **dict.fromkeys(LEADS, 302), "outsider": 404, "anonymous": SIGN_IN},
        post={"active": ""},
        changing=LEADS,
    ),
    "exports-schedule-remove": Route(
        "exports/schedules/{schedule}/remove/",
        {**dict.fromkeys(OF_LEADS, 403), **dict.fromkeys(LEADS, 302), "outsider": 404, "anonymous": SIGN_IN},
        post={},
        changing=LEADS,
    ),
    # Nothing has been made and told of by the schedule yet, so nothing waits to be sent again.
    "exports-schedule-send-again": Route(
        "exports/schedules/{schedule}/send-again/",
        {**dict.fromkeys(OF_LEADS, 403), **dict.fromkeys(LEADS, 302), "outsider": 404, "anonymous": SIGN_IN},
        post={},
    ),
    "export": Route("exports/{export}/", ONE),
    # It is still to be made.
    "export-file": Route("exports/{export}/file/", {**ONE, "org_admin": 404}),
    "export-cancel": Route("exports/{export}/cancel/", {**ONE, "org_admin": 302}, post={}, changing=("org_admin",)),
}
