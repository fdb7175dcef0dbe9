"""Addresses of members, roles, keys and the security of access."""

from django.urls import path

from baraza.web.console.members import access, invitation, keys, people, roles, security

urlpatterns = [
    path("members/", people.members, name="members"),
    path("members/invite/", people.invite_someone, name="invite"),
    path("members/invitations/<int:number>/resend/", people.resend_invitation, name="resend-invitation"),
    path("members/invitations/<int:number>/withdraw/", people.withdraw_invitation, name="withdraw-invitation"),
    path("members/<int:number>/", people.member, name="member"),
    path("members/<int:number>/role/", people.give_role, name="member-role"),
    path("members/<int:number>/suspend/", people.suspend_member, name="suspend-member"),
    path("members/<int:number>/restore/", people.restore_member, name="restore-member"),
    path("members/<int:number>/remove/", people.remove_member, name="remove-member"),
    path("members/roles/", roles.roles, name="roles"),
    path("members/roles/new/", roles.new_role, name="new-role"),
    path("members/roles/<int:number>/", roles.role, name="role"),
    path("members/roles/<int:number>/remove/", roles.remove, name="remove-role"),
    path("members/keys/", keys.keys, name="api-keys"),
    path("members/keys/<int:number>/replace/", keys.replace, name="replace-key"),
    path("members/keys/<int:number>/take-over/", keys.take_over, name="take-over-key"),
    path("members/keys/<int:number>/revoke/", keys.revoke, name="revoke-key"),
    path("members/security/", security.security, name="security"),
    path("members/access/", access.access, name="access"),
    path("members/access/reviewed/", access.reviewed, name="access-reviewed"),
    path("members/access/support/<int:number>/end/", access.stop_helper, name="stop-support"),
    path("invitation/<slug:slug>/<slug:token>/", invitation.invitation, name="invitation"),
]
