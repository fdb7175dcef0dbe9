"""Who gets what of live updates and of one's own notifications."""

from tests.web.console.routes.table import OWN_LIST, SIGN_IN, Route, outcomes

LED = outcomes(workers=302, viewer=302, outsider=302, anonymous=SIGN_IN)
ROUTES = {
    # Nothing listens in the process of the tests; tests/journeys/test_live_updates.py follows real streams.
    "live-events": Route("live/events/", outcomes(workers=503, viewer=503, outsider=503, anonymous=SIGN_IN)),
    "live-changes": Route("live/changes/", OWN_LIST),
    "live-badges": Route("live/badges/", OWN_LIST),
    "live-presence": Route("live/presence/", OWN_LIST, post={"subject": "{reference}", "doing": "looking"}),
    "notifications": Route("notifications/", OWN_LIST),
    "notifications-read": Route("notifications/read/", LED, post={}),
    "notification": Route("notifications/1/", LED),
}
