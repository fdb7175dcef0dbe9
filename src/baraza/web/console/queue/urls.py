"""Addresses of the list of complaints."""

from django.urls import path

from baraza.web.console.queue import bulk, look, suggesting, views
from baraza.web.console.queue.saved import VIEWS
from baraza.web.console.saved_views.addresses import view_addresses

urlpatterns = [
    path("complaints/", views.complaints, name="complaints"),
    *view_addresses(VIEWS),
    path("complaints/look/", look.look, name="list-look"),
    path("complaints/bulk/", bulk.bulk, name="bulk"),
    path("complaints/bulk/<int:bulk_id>/", bulk.progress, name="bulk-progress"),
    path("complaints/bulk/<int:bulk_id>/undo/", bulk.undo, name="bulk-undo"),
    path("search/", views.search, name="search"),
    path("search/suggest/", suggesting.suggest, name="suggest"),
]
