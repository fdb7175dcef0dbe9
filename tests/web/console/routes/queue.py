"""Who gets what of the list of complaints."""

import uuid

from tests.web.console.routes.table import OWN_LIST, WORKERS, Route, outcomes
from tests.web.console.routes.views import view_routes

EVERYBODY_OWN = outcomes(workers=302, viewer=302, outsider=302, anonymous="sign in")
NOT_THEIRS = outcomes(workers=302, viewer=403, outsider=404, anonymous="sign in")
EVERY_MEMBER = (*WORKERS, "org_viewer")
ROUTES = {
    "complaints": Route("complaints/", OWN_LIST),
    "search": Route("search/", EVERYBODY_OWN),
    "suggest": Route("search/suggest/", OWN_LIST),
    **view_routes("complaints", view="{view}"),
    "list-look": Route("complaints/look/", EVERYBODY_OWN, post={"columns": "state"}, changing=EVERY_MEMBER),
    # Another organisation's complaint is said to be gone; a viewer may not choose any act.
    "bulk": Route(
        "complaints/bulk/",
        {**outcomes(workers=302, viewer=422, outsider=302, anonymous="sign in")},
        post={"which": "ticked", "row": "{reference}:1", "act": "take", "key": str(uuid.UUID(int=9))},
        changing=WORKERS,
    ),
    "bulk-progress": Route(
        "complaints/bulk/{bulk}/", outcomes(workers=200, viewer=200, outsider=404, anonymous="sign in")
    ),
    # It belongs to a colleague who has done it before.
    "bulk-undo": Route(
        "complaints/bulk/{bulk}/undo/",
        outcomes(workers=403, viewer=403, outsider=404, anonymous="sign in"),
        post={},
    ),
}
