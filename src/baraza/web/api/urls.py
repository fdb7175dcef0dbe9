"""Addresses of version 1."""

from django.urls import path, re_path

from baraza.web.api import calls, complaints, openapi, organisation, statements
from baraza.web.api.access import nothing_here

app_name = "api"
urlpatterns = [
    path("v1/complaints", complaints.list_all, name="complaints"),
    path("v1/complaints/<str:reference>", complaints.one, name="complaint"),
    path("v1/calls", calls.list_all, name="calls"),
    path("v1/calls/<str:number>", calls.one, name="call"),
    path("v1/agents", calls.agents, name="agents"),
    path("v1/statements", statements.list_all, name="statements"),
    path("v1/statements/<str:month>", statements.one, name="statement"),
    path("v1/statements/<str:month>/entries", statements.entries, name="statement-entries"),
    path("v1/organisation", organisation.own, name="organisation"),
    path("v1/openapi.json", openapi.description, name="description"),
    re_path(r"^v1/.*$", nothing_here, name="nothing"),
]
