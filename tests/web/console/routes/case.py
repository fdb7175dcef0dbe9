"""Who gets what of one complaint."""

import uuid

from tests.web.console.routes.table import READING, WORKERS, WORKING, Route

KEY = {"key": str(uuid.UUID(int=7))}
LEADS = ("org_admin", "supervisor")
CASE = "complaints/{reference}/"
ROUTES = {
    "complaint": Route(CASE, READING),
    "case-paper": Route(CASE + "paper/", READING),
    "case-dots": Route(CASE + "dots/", READING),
    "alike": Route(CASE + "alike/", READING),
    "photo": Route(CASE + "photos/{media}/", READING),
    "take": Route(CASE + "take/", WORKING, post={"version": "1"}, changing=WORKERS),
    "reply": Route(CASE + "reply/", WORKING, post={"text": "Hello", **KEY}, changing=WORKERS),
    # No such reply: said in words, and nothing is changed.
    "reply-back": Route(CASE + "reply/1/back/", WORKING, post={}),
    "note": Route(CASE + "note/", WORKING, post={"text": "Hello", **KEY}, changing=WORKERS),
    "move": Route(
        CASE + "move/", WORKING, post={"wanted": "RESOLVED", "reason": "Done", "version": "1"}, changing=WORKERS
    ),
    "correct": Route(
        CASE + "correct/", WORKING, post={"category": "noise", "priority": "low", "version": "1"}, changing=WORKERS
    ),
    "due": Route(
        CASE + "due/",
        {**WORKING, "agent": 403},
        post={"due_at": "2099-05-31T14:30", "reason": "Parts are late", "version": "1"},
        changing=LEADS,
    ),
    "place": Route(
        CASE + "place/", WORKING, post={"text": "Main Road 1", "reason": "She rang", "version": "1"}, changing=WORKERS
    ),
    "publicity": Route(CASE + "publicity/", {**READING, "org_viewer": 403}),
    "publicity-save": Route(CASE + "publicity/save/", WORKING, post={"what": "all"}, changing=WORKERS),
    "assign": Route(CASE + "assign/", {**READING, "org_viewer": 403}),
    # Given to nobody, as it is: nothing changes.
    "assign-save": Route(CASE + "assign/save/", WORKING, post={"version": "1"}),
    # A reference that nobody has: the form comes back.
    "merge": Route(
        CASE + "merge/", {**WORKING, **dict.fromkeys(WORKERS, 422)}, post={"into": "MI-2026-4KX7QA", "version": "1"}
    ),
    # It was never merged: said in words.
    "split": Route(CASE + "split/", WORKING, post={"version": "1"}),
    "block": Route(CASE + "block/", WORKING, post={"reason": "Threats"}, changing=WORKERS),
    "unblock": Route(CASE + "unblock/", WORKING, post={}, changing=WORKERS),
}
