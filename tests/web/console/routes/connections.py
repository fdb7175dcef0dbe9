"""Who gets what of channel connections."""

from tests.web.console.routes.table import ADMINS_ACT, ADMINS_LIST, ADMINS_ONE, Route

ADMIN = ("org_admin",)
ACCOUNT = {"name": "WhatsApp", "phone_number_id": "1", "business_account_id": "2"}
SECRETS = {"app_secret": "a", "access_token": "b", "verify_token": "c"}
ROUTES = {
    "connections": Route("connections/", ADMINS_LIST),
    "connection-choose": Route("connections/new/", ADMINS_LIST),
    "connection-new": Route(
        "connections/new/whatsapp.meta_cloud/",
        {**ADMINS_ACT, "outsider": 302},
        post={**ACCOUNT, **SECRETS},
        changing=ADMIN,
    ),
    "connection": Route("connections/{connection}/", ADMINS_ACT, post={**ACCOUNT, **SECRETS}, changing=ADMIN),
    "connection-result": Route("connections/{connection}/result/", ADMINS_ONE),
    "connection-check": Route("connections/{connection}/check/", ADMINS_ACT, post={}, changing=ADMIN),
    "connection-address": Route("connections/{connection}/address/", ADMINS_ACT, post={}, changing=ADMIN),
    "connection-switch": Route("connections/{connection}/switch/", ADMINS_ACT, post={"active": "no"}, changing=ADMIN),
    "connection-close": Route("connections/{connection}/close/", ADMINS_ACT, post={"name": "Desk"}, changing=ADMIN),
}
