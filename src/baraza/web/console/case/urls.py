"""Addresses of one complaint."""

from django.urls import path

from baraza.web.console.case import alike, answering, handing, people, places, publicity, views, working

urlpatterns = [
    path("complaints/<str:reference>/", views.complaint, name="complaint"),
    path("complaints/<str:reference>/paper/", views.paper, name="case-paper"),
    path("complaints/<str:reference>/dots/", views.dots, name="case-dots"),
    path("complaints/<str:reference>/photos/<str:media_id>/", views.photo, name="photo"),
    path("complaints/<str:reference>/take/", working.take_it, name="take"),
    path("complaints/<str:reference>/move/", working.move_it, name="move"),
    path("complaints/<str:reference>/correct/", working.correct_it, name="correct"),
    path("complaints/<str:reference>/due/", working.change_due, name="due"),
    path("complaints/<str:reference>/place/", places.correct_it, name="place"),
    path("complaints/<str:reference>/assign/", handing.assign_page, name="assign"),
    path("complaints/<str:reference>/assign/save/", handing.assign_it, name="assign-save"),
    path("complaints/<str:reference>/reply/", answering.send_reply, name="reply"),
    path("complaints/<str:reference>/reply/<int:line_id>/back/", answering.take_back, name="reply-back"),
    path("complaints/<str:reference>/note/", answering.write_note, name="note"),
    path("complaints/<str:reference>/alike/", alike.alike, name="alike"),
    path("complaints/<str:reference>/merge/", alike.merge_it, name="merge"),
    path("complaints/<str:reference>/split/", alike.split_it, name="split"),
    path("complaints/<str:reference>/publicity/", publicity.publicity, name="publicity"),
    path("complaints/<str:reference>/publicity/save/", publicity.keep_it, name="publicity-save"),
    path("complaints/<str:reference>/block/", people.block, name="block"),
    path("complaints/<str:reference>/unblock/", people.unblock, name="unblock"),
]
