"""Who gets what of one complaint."""

import uuid

from tests.web.console.routes.table import READING, WORKERS, WORKING, Route

KEY = {"key": str(uuid.UUID(int=7))}
ROUTES = {
    "complaint": Route("complaints/{reference}/", READING),
    "photo": Route("complaints/{reference}/photos/{media}/", READING),
    "take": Route("complaints/{reference}/take/", WORKING, post={"version": "1"}, changing=WORKERS),
    "reply": Route("complaints/{reference}/reply/", WORKING, post={"text": "Hello", **KEY}, changing=WORKERS),
    "note": Route("complaints/{reference}/note/", WORKING, post={"text": "Hello", **KEY}, changing=WORKERS),
    "move": Route(
        "complaints/{reference}/move/",
        WORKING,
        post={"wanted": "RESOLVED", "reason": "Done", "version": "1"},
        changing=WORKERS,
    ),
    "correct": Route(
        "complaints/{reference}/correct/",
        WORKING,
        post={"category": "noise", "priority": "low", "version": "1"},
        changing=WORKERS,
    ),
}
