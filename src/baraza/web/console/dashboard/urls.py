"""Addresses of the dashboard and of the map of what is open."""

from django.urls import path

from baraza.web.console import boundaries
from baraza.web.console.dashboard import map_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("home/figures/", views.figures, name="home-figures"),
    path("home/feed/", views.feed, name="home-feed"),
    path("map/clusters/", map_views.clusters, name="map-clusters"),
    path("map/areas/", boundaries.areas, name="map-areas"),
]
