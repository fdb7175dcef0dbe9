"""Addresses of calls."""

from django.urls import path

from baraza.web.console.calls import listing, one, saved, sound, work

urlpatterns = [
    path("calls/", listing.calls, name="calls"),
    path("calls/views/save/", saved.save, name="calls-save-view"),
    path("calls/views/<int:view_id>/delete/", saved.delete, name="calls-delete-view"),
    path("calls/several/", work.several_calls, name="calls-several"),
    path("calls/<int:call_id>/", one.call, name="call"),
    path("calls/<int:call_id>/captions.vtt", sound.captions_file, name="call-captions"),
    path("calls/<int:call_id>/settle/", work.settle_call, name="call-settle"),
    path("calls/<int:call_id>/tag/", work.tag_call, name="call-tag"),
    path("calls/<int:call_id>/untag/", work.untag_call, name="call-untag"),
    path("calls/<int:call_id>/note/", work.note_on_call, name="call-note"),
    path("calls/notes/<int:note_id>/take-back/", work.take_back, name="call-note-back"),
    path("calls/recordings/<int:recording_id>/", sound.recording, name="call-recording"),
]
