"""Addresses of the residents' pages."""

from django.urls import path

from baraza.web.portal import (
    my_data,
    my_data_proof,
    telling,
    views_look,
    views_near,
    views_report,
    views_send,
    views_start,
    views_track,
    views_tracked,
)

app_name = "portal"
urlpatterns = [
    path("", views_start.organisations, name="organisations"),
    path("<slug:slug>/", views_start.home, name="home"),
    path("<slug:slug>/theme.css", views_look.theme, name="theme"),
    path("<slug:slug>/logo.png", views_look.logo, name="logo"),
    path("<slug:slug>/report/", views_report.report, name="report"),
    path("<slug:slug>/report/photos/<str:media_id>/", views_report.photo, name="photo"),
    path("<slug:slug>/report/kind/", views_report.kind, name="kind"),
    path("<slug:slug>/report/place/", views_report.place, name="place"),
    path("<slug:slug>/report/near/", views_near.near, name="near"),
    path("<slug:slug>/report/contact/", views_send.contact, name="contact"),
    path("<slug:slug>/report/check/", views_send.check, name="check"),
    path("<slug:slug>/report/<str:reference>/sent/", views_send.sent, name="sent"),
    path("<slug:slug>/r/<str:reference>/<str:key>/", views_track.link, name="link"),
    path("<slug:slug>/track/", views_track.track, name="track"),
    path("<slug:slug>/track/phone/", views_track.phone, name="phone"),
    path("<slug:slug>/track/code/", views_track.code, name="code"),
    path("<slug:slug>/track/own/", views_track.own, name="own"),
    path("<slug:slug>/track/leave/", views_track.leave, name="leave"),
    path("<slug:slug>/my-data/", my_data.overview, name="my-data"),
    path("<slug:slug>/my-data/phone/", my_data_proof.phone, name="my-data-phone"),
    path("<slug:slug>/my-data/code/", my_data_proof.code, name="my-data-code"),
    path("<slug:slug>/my-data/telling/", telling.choose, name="telling"),
    path("<slug:slug>/my-data/my-data.json", my_data.as_json, name="my-data-json"),
    path("<slug:slug>/my-data/my-data.html", my_data.as_page, name="my-data-page"),
    path("<slug:slug>/my-data/delete/", my_data.delete, name="my-data-delete"),
    path("<slug:slug>/my-data/leave/", my_data_proof.leave, name="my-data-leave"),
    path("<slug:slug>/track/<str:reference>/", views_tracked.report, name="tracked"),
    path("<slug:slug>/track/<str:reference>/comment/", views_tracked.add_comment, name="comment"),
    path("<slug:slug>/track/<str:reference>/photos/", views_tracked.add_photos, name="add-photos"),
    path("<slug:slug>/track/<str:reference>/photos/<str:media_id>/", views_tracked.photo, name="tracked-photo"),
    path("<slug:slug>/track/<str:reference>/rate/", views_tracked.give_rating, name="rate"),
    path("<slug:slug>/track/<str:reference>/reopen/", views_tracked.open_again, name="reopen"),
    path("<slug:slug>/track/<str:reference>/unfollow/", views_tracked.stop_following, name="unfollow"),
]
