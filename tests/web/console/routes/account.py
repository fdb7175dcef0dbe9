"""Who gets what of signing in and of one's own account; an account is everybody's own, so it has no outsiders."""

from tests.web.console.routes.table import SIGN_IN, Outcome, Route, outcomes


def everyone(signed_in: Outcome, anonymous: Outcome = SIGN_IN) -> dict[str, Outcome]:
    return outcomes(workers=signed_in, viewer=signed_in, outsider=signed_in, anonymous=anonymous)


OWN = everyone(200)
ROUTES = {
    "sign-in": Route("sign-in/", everyone(302, 200)),
    "sign-in-passkey": Route("sign-in/passkey/", everyone(200, 200)),
    "second-factor": Route("sign-in/second-factor/", everyone(302, 302)),
    "words": Route("sign-in/words/", everyone(302, 302)),
    "forgotten": Route("sign-in/forgotten/", everyone(200, 200)),
    "new-password": Route("sign-in/new-password/MQ/wrong/", everyone(410, 410)),
    "sign-out": Route(
        "sign-out/", everyone(302, 302), post={}, changing=("org_admin", "supervisor", "agent", "org_viewer")
    ),
    "start": Route("start/", everyone(302, 302)),
    "choose-organisation": Route(
        "organisation/",
        {
            **outcomes(workers=302, viewer=302, outsider=403, anonymous=403),
            **dict.fromkeys(("super_admin", "suspended"), 403),
        },
        post={"organisation": "{organisation}"},
    ),
    "confirm": Route("confirm/", OWN),
    "account": Route("account/", OWN),
    "email": Route("account/email/", OWN),
    "new-email": Route("account/email/wrong/", everyone(410)),
    "password": Route("account/password/", OWN),
    "factors": Route("account/second-factor/", OWN),
    "app": Route("account/second-factor/app/", OWN),
    "remove-app": Route("account/second-factor/app/remove/", everyone(302), post={}),
    "codes": Route("account/second-factor/codes/", everyone(302)),
    "codes-file": Route("account/second-factor/codes/file/", everyone(404)),
    "codes-stored": Route("account/second-factor/codes/stored/", everyone(302), post={}),
    "renew-codes": Route("account/second-factor/codes/renew/", everyone(302), post={}),
    "add-passkey": Route("account/passkeys/add/", OWN),
    "passkey": Route("account/passkeys/1/", everyone(404)),
    "remove-passkey": Route("account/passkeys/1/remove/", everyone(404), post={}),
    "sessions": Route("account/sessions/", OWN),
    "end-session": Route("account/sessions/999999999/end/", everyone(404), post={}),
    "end-other-sessions": Route("account/sessions/end-others/", everyone(302), post={}),
    "letters": Route(
        "account/letters/",
        outcomes(workers=302, viewer=302, outsider=302, anonymous=SIGN_IN),
        post={"digest": "week", "weekday": "0", "hour": "7"},
        changing=("org_admin", "supervisor", "agent", "org_viewer"),
    ),
    "letters-stop": Route("letters/stop/wrong/", everyone(404, 404), post={}),
    "stay": Route("stay/", everyone(302), post={}),
}
