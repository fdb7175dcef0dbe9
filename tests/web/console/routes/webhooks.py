"""Who gets what of webhooks that go out."""

from tests.web.console.routes.table import ADMINS_ACT, ADMINS_LIST, ADMINS_ONE, Route

ADMIN = ("org_admin",)
ROUTES = {
    "webhooks": Route("webhooks/", ADMINS_LIST),
    "webhook": Route("webhooks/{endpoint}/", ADMINS_ONE),
    "webhook-secret": Route("webhooks/{endpoint}/secret/", {**ADMINS_ACT, "org_admin": 200}, post={}, changing=ADMIN),
    "webhook-active": Route("webhooks/{endpoint}/active/", ADMINS_ACT, post={"active": "no"}, changing=ADMIN),
    "webhook-remove": Route("webhooks/{endpoint}/remove/", ADMINS_ACT, post={}, changing=ADMIN),
    "webhook-test": Route("webhooks/{endpoint}/test/", ADMINS_ACT, post={}, changing=ADMIN),
    "webhook-again-since": Route("webhooks/{endpoint}/again/", ADMINS_ACT, post={"hours": "24"}, changing=ADMIN),
    "webhook-delivery": Route("webhooks/deliveries/{delivery}/", ADMINS_ONE),
    "webhook-again": Route("webhooks/deliveries/{delivery}/again/", ADMINS_ACT, post={}, changing=ADMIN),
}
