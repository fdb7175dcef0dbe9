"""Addresses of the list of complaints."""

from django.urls import path

from baraza.web.console.queue import bulk, saved, suggesting, views

urlpatterns = [
    path("complaints/", views.complaints, name="complaints"),
    path("complaints/views/", saved.views, name="views"),
    path("complaints/views/save/", saved.save, name="save-view"),
    path("complaints/views/first/", saved.default, name="default-view"),
    path("complaints/views/<int:view_id>/", saved.change, name="change-view"),
    path("complaints/views/<int:view_id>/remove/", saved.delete, name="delete-view"),
    path("complaints/look/", saved.look, name="list-look"),
    path("complaints/bulk/", bulk.bulk, name="bulk"),
    path("complaints/bulk/<int:bulk_id>/", bulk.progress, name="bulk-progress"),
    path("complaints/bulk/<int:bulk_id>/undo/", bulk.undo, name="bulk-undo"),
    path("search/", views.search, name="search"),
    path("search/suggest/", suggesting.suggest, name="suggest"),
]
