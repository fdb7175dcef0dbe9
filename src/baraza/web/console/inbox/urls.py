"""Addresses of conversations and of people who wait."""

from django.urls import path

from baraza.web.console.inbox import people

urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/<int:request_id>/answer/", people.answer, name="answer"),
]
