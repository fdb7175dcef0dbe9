"""Addresses of calls."""

from django.urls import path

from baraza.web.console.calls import views

urlpatterns = [
    path("calls/", views.calls, name="calls"),
    path("calls/<int:call_id>/", views.call, name="call"),
    path("calls/recordings/<int:recording_id>/", views.recording, name="call-recording"),
]
