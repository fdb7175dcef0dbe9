"""Who gets what of the first steps."""

from tests.web.console.routes.table import ADMINS_ACT, ADMINS_LIST, Route

ROUTES = {
    "first-steps": Route("first-steps/", ADMINS_LIST),
    "first-steps-away": Route(
        "first-steps/put-away/", {**ADMINS_ACT, "outsider": 302}, post={"away": "yes"}, changing=("org_admin",)
    ),
}
