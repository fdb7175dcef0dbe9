"""Who gets what of voice agents and their accounts."""

from tests.web.console.routes.table import ADMINS_ACT, ADMINS_LIST, ADMINS_ONE, Route

ADMIN = ("org_admin",)
ROUTES = {
    "voice": Route("voice/", ADMINS_LIST),
    "voice-connect": Route(
        "voice/connect/",
        {**ADMINS_ACT, "outsider": 302},
        post={"name": "Retell", "api_key": "key_0123456789"},
        changing=ADMIN,
    ),
    "voice-connection": Route("voice/{voice}/", ADMINS_ONE),
    "voice-check": Route("voice/{voice}/check/", ADMINS_ACT, post={}, changing=ADMIN),
    "voice-account": Route(
        "voice/{voice}/account/", ADMINS_ACT, post={"name": "Account", "api_key": ""}, changing=ADMIN
    ),
    "voice-offer": Route("voice/{voice}/offer/", ADMINS_ACT, post={}, changing=ADMIN),
    "voice-import": Route("voice/{voice}/import/", ADMINS_ACT, post={"agent": "agent_nobody_listed"}),
    "voice-agent-add": Route(
        "voice/{voice}/add/", ADMINS_ACT, post={"external_id": "agent_new", "name": "New"}, changing=ADMIN
    ),
    "voice-agent": Route(
        "voice/agents/{agent}/", ADMINS_ACT, post={"name": "Front desk", "client": "", "version": "1"}, changing=ADMIN
    ),
    "voice-agent-archive": Route("voice/agents/{agent}/archive/", ADMINS_ACT, post={"archived": "yes"}, changing=ADMIN),
    "voice-agents-test": Route("voice/{voice}/test/", ADMINS_ACT, post={}, changing=ADMIN),
    "voice-agent-test": Route("voice/agents/{agent}/test/", ADMINS_ACT, post={}, changing=ADMIN),
    "voice-agent-address": Route("voice/agents/{agent}/address/", ADMINS_ACT, post={}, changing=ADMIN),
}
