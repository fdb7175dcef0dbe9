"""Who gets what of feedback."""

from tests.web.console.routes.table import ADMINS_ACT, ADMINS_LIST, SIGN_IN, Route, outcomes

GIVEN = {"words": "Quicker than the old one", "mood": "good", "key": "a"}
ROUTES = {
    "feedback": Route("feedback/", ADMINS_LIST),
    # Nothing is new here, so nothing changes; tests/web/console/test_feedback.py reads some.
    "feedback-read": Route("feedback/read/", {**ADMINS_ACT, "outsider": 302}, post={"newest": "9"}),
    "feedback-give": Route(
        "feedback/give/",
        outcomes(workers=302, viewer=302, outsider=302, anonymous=SIGN_IN),
        post=GIVEN,
        changing=("org_admin", "supervisor", "agent", "org_viewer"),
    ),
}
