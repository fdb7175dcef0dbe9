"""Addresses of version 1."""

from django.urls import path, re_path

from baraza.web.api import areas, calls, complaints, figures, openapi, organisation, statements, writes
from baraza.web.api.access import by_method, nothing_here

app_name = "api"
urlpatterns = [
    path("v1/complaints", by_method(GET=complaints.list_all, POST=writes.open_one), name="complaints"),
    path(
        "v1/complaints/<str:reference>",
        by_method(GET=complaints.one, PATCH=writes.correct_one),
        name="complaint",
    ),
    path("v1/complaints/<str:reference>/comments", writes.add_comment, name="complaint-comments"),
    path("v1/complaints/<str:reference>/notes", writes.add_note, name="complaint-notes"),
    path("v1/complaints/<str:reference>/state", writes.move_one, name="complaint-state"),
    path("v1/figures", figures.of_complaints, name="figures"),
    path("v1/area", areas.at_point, name="area"),
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
