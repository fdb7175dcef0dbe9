"""Addresses of the first steps."""

from django.urls import path

from baraza.web.console.onboarding import views

urlpatterns = [
    path("first-steps/", views.first_steps, name="first-steps"),
    path("first-steps/put-away/", views.put_away, name="first-steps-away"),
]
