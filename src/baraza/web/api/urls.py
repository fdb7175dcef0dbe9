"""Addresses of version 1."""

from django.urls import path, re_path

from baraza.web.api import complaints, organisation
from baraza.web.api.access import nothing_here

app_name = "api"
urlpatterns = [
    path("v1/complaints", complaints.list_all, name="complaints"),
    path("v1/complaints/<str:reference>", complaints.one, name="complaint"),
    path("v1/organisation", organisation.own, name="organisation"),
    re_path(r"^v1/.*$", nothing_here, name="nothing"),
]
