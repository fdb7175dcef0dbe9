"""Who gets what of members, roles, keys and the security of access."""

from tests.web.console.routes.table import ADMINS_ACT, ADMINS_LIST, ADMINS_ONE, Route, outcomes

PERMISSIONS = {"name": "Map makers", "permissions": "complaints.read"}
ADMIN = ("org_admin",)
# What has no row of this organisation in its address, the outsider does in their own.
OWN_ACT = {**ADMINS_ACT, "outsider": 302}
ROUTES = {
    "members": Route("members/", ADMINS_LIST),
    "invite": Route(
        "members/invite/",
        OWN_ACT,
        post={"email": "new@example.org", "role": "agent"},
        changing=ADMIN,
    ),
    "resend-invitation": Route("members/invitations/{invitation}/resend/", ADMINS_ACT, post={}, changing=ADMIN),
    "withdraw-invitation": Route("members/invitations/{invitation}/withdraw/", ADMINS_ACT, post={}, changing=ADMIN),
    "member": Route("members/{member}/", ADMINS_ONE),
    "member-role": Route("members/{member}/role/", ADMINS_ACT, post={"role": "supervisor"}, changing=ADMIN),
    "suspend-member": Route("members/{member}/suspend/", ADMINS_ACT, post={}, changing=ADMIN),
    "restore-member": Route("members/{suspended}/restore/", ADMINS_ACT, post={}, changing=ADMIN),
    "remove-member": Route("members/{member}/remove/", ADMINS_ACT, post={}, changing=ADMIN),
    "roles": Route("members/roles/", ADMINS_LIST),
    "new-role": Route("members/roles/new/", OWN_ACT, post=PERMISSIONS, changing=ADMIN),
    "role": Route(
        "members/roles/{role}/",
        ADMINS_ACT,
        post={**PERMISSIONS, "name": "Map readers", "version": "1"},
        changing=ADMIN,
    ),
    "remove-role": Route("members/roles/{role}/remove/", ADMINS_ACT, post={}, changing=ADMIN),
    "api-keys": Route(
        "members/keys/",
        ADMINS_LIST,
        post={"name": "Map", "scopes": "complaints.read", "days": "90"},
        changing=ADMIN,
    ),
    "replace-key": Route("members/keys/{key}/replace/", {**ADMINS_ACT, "org_admin": 200}, post={}, changing=ADMIN),
    "take-over-key": Route("members/keys/{key}/take-over/", ADMINS_ACT, post={}, changing=ADMIN),
    "revoke-key": Route("members/keys/{key}/revoke/", ADMINS_ACT, post={}, changing=ADMIN),
    "security": Route(
        "members/security/",
        OWN_ACT,
        post={"mfa_roles": "org_admin", "idle_minutes": "20", "absolute_hours": "10", "admin_networks": ""},
        changing=ADMIN,
    ),
    "access": Route("members/access/", ADMINS_LIST),
    "access-reviewed": Route("members/access/reviewed/", OWN_ACT, post={}, changing=ADMIN),
    # Of another organisation it is as if it were over.
    "stop-support": Route("members/access/support/{support}/end/", OWN_ACT, post={}, changing=ADMIN),
    # The secret of the link guards it, not a role; nobody signed in here is the person who was invited.
    "invitation": Route("invitation/{slug}/{token}/", outcomes(workers=200, viewer=200, outsider=200, anonymous=200)),
}
