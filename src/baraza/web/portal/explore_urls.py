"""Addresses of what everybody may look at: reports, figures, notices, offices, files."""

from django.urls import path

from baraza.web.portal import areas, explore_data, explore_figures, explore_news, explore_views, follow

urlpatterns = [
    path("", explore_views.explore, name="explore"),
    path("areas.json", areas.areas, name="explore-areas"),
    path("places.json", areas.places, name="explore-places"),
    path("map.json", explore_views.clusters, name="explore-map"),
    path("reports/<str:reference>/", explore_views.report, name="explore-report"),
    path("reports/<str:reference>/follow/", follow.join, name="explore-join"),
    path("figures/", explore_figures.figures, name="explore-figures"),
    path("notices/", explore_news.notices, name="explore-notices"),
    path("offices/", explore_news.offices, name="explore-offices"),
    path("data/", explore_data.about, name="explore-data"),
    path("data/reports.csv", explore_data.csv_file, name="explore-csv"),
    path("data/reports.geojson", explore_data.geojson_file, name="explore-geojson"),
    path("data/reports.atom", explore_data.feed, name="explore-feed"),
]
