"""Addresses of the residents' pages."""

from django.urls import path

from baraza.web.portal import views_look, views_report, views_send, views_start, views_track

app_name = "portal"
urlpatterns = [
    path("", views_start.organisations, name="organisations"),
    path("<slug:slug>/", views_start.home, name="home"),
    path("<slug:slug>/theme.css", views_look.theme, name="theme"),
    path("<slug:slug>/logo.png", views_look.logo, name="logo"),
    path("<slug:slug>/report/", views_report.report, name="report"),
    path("<slug:slug>/report/photos/<str:media_id>/", views_report.photo, name="photo"),
    path("<slug:slug>/report/contact/", views_send.contact, name="contact"),
    path("<slug:slug>/report/check/", views_send.check, name="check"),
    path("<slug:slug>/report/<str:reference>/sent/", views_send.sent, name="sent"),
    path("<slug:slug>/track/", views_track.track, name="track"),
    path("<slug:slug>/track/<str:reference>/", views_track.report, name="tracked"),
    path("<slug:slug>/track/<str:reference>/comment/", views_track.add_comment, name="comment"),
    path("<slug:slug>/track/<str:reference>/reopen/", views_track.open_again, name="reopen"),
]
