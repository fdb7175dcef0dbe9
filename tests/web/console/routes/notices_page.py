"""Who gets what of outages and notices."""

from tests.web.console.routes.table import ADMINS_ACT, ADMINS_LIST, Route

NOTICE = {"kind": "outage", "begins_at": "2026-05-01T08:00", "title_en": "No water"}
OUTSIDER = {**ADMINS_ACT, "outsider": 302}
# A number that no notice has: nobody learns more than that.
NONE = {**ADMINS_ACT, "org_admin": 404}
ROUTES = {
    "outages": Route("outages/", ADMINS_LIST),
    "outage-new": Route("outages/new/", OUTSIDER, post=NOTICE, changing=("org_admin",)),
    "outage": Route("outages/{notice}/", ADMINS_ACT, post={**NOTICE, "version": "1"}, changing=("org_admin",)),
    "outage-publish": Route("outages/{notice}/publish/", ADMINS_ACT, post={"version": "1"}, changing=("org_admin",)),
    "outage-withdraw": Route("outages/{notice}/withdraw/", ADMINS_ACT, post={"version": "1"}, changing=("org_admin",)),
}
