"""Who gets what of signing in and of one's own account."""

from tests.web.console.routes.table import Route, outcomes

ROUTES = {
    "sign-in": Route("sign-in/", outcomes(workers=302, viewer=302, outsider=302, anonymous=200)),
    "sign-out": Route("sign-out/", outcomes(workers=302, viewer=302, outsider=302, anonymous=302), post={}),
    "choose-organisation": Route(
        "organisation/",
        outcomes(workers=302, viewer=302, outsider=403, anonymous=403),
        post={"organisation": "{organisation}"},
    ),
}
