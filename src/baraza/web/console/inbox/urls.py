"""Addresses of conversations."""

from django.urls import path

from baraza.web.console.inbox import acts, lists, views

urlpatterns = [
    path("inbox/", lists.inbox, name="inbox"),
    path("inbox/<int:thread_id>/", views.thread, name="thread"),
    path("inbox/<int:thread_id>/part/", views.lines_part, name="thread-part"),
    path("inbox/<int:thread_id>/media/<str:media_id>/", views.media, name="thread-media"),
    path("inbox/<int:thread_id>/reply/", acts.reply, name="thread-reply"),
    path("inbox/<int:thread_id>/take/", acts.take, name="thread-take"),
    path("inbox/<int:thread_id>/assign/", acts.assign, name="thread-assign"),
    path("inbox/<int:thread_id>/hand-back/", acts.hand_back, name="thread-hand-back"),
    path("inbox/<int:thread_id>/close/", acts.close, name="thread-close"),
    path("inbox/<int:thread_id>/unread/", acts.unread, name="thread-unread"),
    path("inbox/<int:thread_id>/block/", acts.block, name="thread-block"),
    path("inbox/<int:thread_id>/unblock/", acts.unblock, name="thread-unblock"),
    path("inbox/<int:thread_id>/report/", acts.report, name="thread-report"),
    path("inbox/<int:thread_id>/add/", acts.add, name="thread-add"),
    path("inbox/<int:thread_id>/join/<int:other_id>/", acts.join, name="thread-join"),
]
