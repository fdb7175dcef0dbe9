"""Addresses of feedback."""

from django.urls import path

from baraza.web.console.feedback import views

urlpatterns = [
    path("feedback/", views.feedback, name="feedback"),
    path("feedback/read/", views.read, name="feedback-read"),
    path("feedback/give/", views.give_it, name="feedback-give"),
]
