"""Addresses of the audit trail."""

from django.urls import path

from baraza.web.console.audit import views

urlpatterns = [
    path("audit/", views.trail, name="audit"),
    path("audit/<int:entry_id>/", views.entry, name="audit-entry"),
]
