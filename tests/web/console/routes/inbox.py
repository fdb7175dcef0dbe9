"""Who gets what of conversations with residents."""

from tests.web.console.routes.table import OWN_LIST, READING, SIGN_IN, WORKERS, WORKING, Route, outcomes

REFUSED = outcomes(workers=422, viewer=403, outsider=404, anonymous=SIGN_IN)
NOT_THERE = outcomes(workers=404, viewer=404, outsider=404, anonymous=SIGN_IN)
NOT_THERE_TO_WORKERS = outcomes(workers=404, viewer=403, outsider=404, anonymous=SIGN_IN)
ONE = "inbox/{thread}/"
KEY = {"key": "00000000-0000-0000-0000-000000000007"}
ROUTES = {
    "inbox": Route("inbox/", OWN_LIST),
    "thread": Route(ONE, READING),
    "thread-part": Route(f"{ONE}part/", READING),
    # The photo is of a report, not of the conversation.
    "thread-media": Route(f"{ONE}media/{{media}}/", NOT_THERE),
    # This resident has nowhere to be written to, which is said at the answer.
    "thread-reply": Route(f"{ONE}reply/", REFUSED, post={"text": "Yes", **KEY}),
    "thread-take": Route(f"{ONE}take/", WORKING, post={}, changing=WORKERS),
    "thread-assign": Route(f"{ONE}assign/", WORKING, post={}, changing=WORKERS),
    "thread-hand-back": Route(f"{ONE}hand-back/", WORKING, post={}, changing=WORKERS),
    "thread-close": Route(f"{ONE}close/", WORKING, post={}, changing=WORKERS),
    "thread-unread": Route(f"{ONE}unread/", WORKING, post={}, changing=WORKERS),
    "thread-block": Route(f"{ONE}block/", WORKING, post={"reason": "Threats"}, changing=WORKERS),
    "thread-unblock": Route(f"{ONE}unblock/", WORKING, post={}, changing=WORKERS),
    # The resident has no report to choose, and no other conversation.
    "thread-add": Route(f"{ONE}add/", REFUSED, post={"into": "MI-2026-AAAAAA"}),
    "thread-join": Route(f"{ONE}join/{{thread}}/", NOT_THERE_TO_WORKERS, post={}),
    "thread-report": Route(f"{ONE}report/", WORKING, post={"description": "No water", **KEY}, changing=WORKERS),
}
