"""Who gets what of the audit trail."""

from tests.web.console.routes.table import READING, SIGN_IN, Route

ADMIN_LIST = {**dict.fromkeys(READING, 403), "org_admin": 200, "outsider": 200, "anonymous": SIGN_IN}
ROUTES = {
    "audit": Route("audit/", ADMIN_LIST),
    "audit-entry": Route("audit/{entry}/", {**ADMIN_LIST, "outsider": 404}),
}
