"""Who gets what of calls."""

from tests.web.console.routes.table import OWN_LIST, READING, Route

# The recording has not been fetched: it looks as if there were none, but only to those who may listen.
NO_SOUND = {**READING, "org_admin": 404, "supervisor": 404, "agent": 404, "org_viewer": 404}
ROUTES = {
    "calls": Route("calls/", OWN_LIST),
    "call": Route("calls/{call}/", READING),
    "call-recording": Route("calls/recordings/{recording}/", NO_SOUND),
}
