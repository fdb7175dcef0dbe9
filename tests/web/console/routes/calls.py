"""Who gets what of calls."""

from tests.web.console.routes.table import ADMINS_ACT, OWN_LIST, READING, WORKERS, WORKING, Route
from tests.web.console.routes.views import view_routes

# The recording has not been fetched: it looks as if there were none, but only to those who may listen.
NO_SOUND = {**READING, "org_admin": 404, "supervisor": 404, "agent": 404, "org_viewer": 404}
ROUTES = {
    "calls": Route("calls/", OWN_LIST),
    **view_routes("calls", view="{calls_view}"),
    "calls-several": Route(
        "calls/several/",
        # The other organisation's admin ticks what is not theirs: nothing happens.
        {**WORKING, "outsider": 302},
        post={"call": "{call}", "act": "tag", "name": "many"},
        changing=WORKERS,
    ),
    "calls-forget": Route(
        "calls/forget/",
        # The other organisation's admin is told that there is no such call.
        {**ADMINS_ACT, "outsider": 302},
        post={"number": "082 123 4567", "confirm": "1", "sure": "on"},
        changing=("org_admin",),
    ),
    "call": Route("calls/{call}/", READING),
    "call-captions": Route("calls/{call}/captions.vtt", READING),
    "call-settle": Route("calls/{call}/settle/", WORKING, post={"disposition": "done", "before": ""}, changing=WORKERS),
    "call-tag": Route("calls/{call}/tag/", WORKING, post={"name": "vip"}, changing=WORKERS),
    "call-untag": Route("calls/{call}/untag/", WORKING, post={"name": "not there"}),
    "call-note": Route("calls/{call}/note/", WORKING, post={"text": "Rings back on Monday."}, changing=WORKERS),
    "call-note-back": Route(
        "calls/notes/{call_note}/take-back/",
        {**WORKING, "supervisor": 403, "agent": 403},
        post={},
        changing=("org_admin",),
    ),
    "call-recording": Route("calls/recordings/{recording}/", NO_SOUND),
}
