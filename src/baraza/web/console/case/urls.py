"""Addresses of one complaint."""

from django.urls import path

from baraza.web.console.case import acts, views

urlpatterns = [
    path("complaints/<str:reference>/", views.complaint, name="complaint"),
    path("complaints/<str:reference>/photos/<str:media_id>/", views.photo, name="photo"),
    path("complaints/<str:reference>/take/", acts.take_it, name="take"),
    path("complaints/<str:reference>/reply/", acts.send_reply, name="reply"),
    path("complaints/<str:reference>/note/", acts.write_note, name="note"),
    path("complaints/<str:reference>/move/", acts.move_it, name="move"),
    path("complaints/<str:reference>/correct/", acts.correct_it, name="correct"),
]
