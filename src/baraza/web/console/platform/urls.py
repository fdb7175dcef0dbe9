"""Addresses of the platform's pages."""

from django.urls import path

from baraza.web.console.platform import admins, organisations, support

urlpatterns = [
    path("platform/", organisations.organisations, name="platform"),
    path("platform/organisations/new/", organisations.found_one, name="found-organisation"),
    path("platform/organisations/<int:number>/", organisations.organisation, name="platform-organisation"),
    path("platform/organisations/<int:number>/switch/", organisations.switch_one, name="switch-organisation"),
    path("platform/organisations/<int:number>/support/", support.enter, name="enter-support"),
    path("platform/organisations/<int:number>/invite/", organisations.invite_one, name="invite-admin"),
    path("platform/people/", admins.people, name="super-admins"),
    path("platform/people/<int:number>/remove/", admins.remove, name="remove-super-admin"),
    path("support/end/", support.leave, name="end-support"),
]
