"""Addresses of webhooks that go out."""

from django.urls import path

from baraza.web.console.webhooks import deliveries, views

urlpatterns = [
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/<int:endpoint_id>/", views.endpoint, name="webhook"),
    path("webhooks/<int:endpoint_id>/secret/", views.secret, name="webhook-secret"),
    path("webhooks/<int:endpoint_id>/active/", views.active, name="webhook-active"),
    path("webhooks/<int:endpoint_id>/remove/", views.remove, name="webhook-remove"),
    path("webhooks/<int:endpoint_id>/test/", deliveries.test, name="webhook-test"),
    path("webhooks/<int:endpoint_id>/again/", deliveries.again_since, name="webhook-again-since"),
    path("webhooks/deliveries/<int:delivery_id>/", deliveries.delivery, name="webhook-delivery"),
    path("webhooks/deliveries/<int:delivery_id>/again/", deliveries.again, name="webhook-again"),
]
