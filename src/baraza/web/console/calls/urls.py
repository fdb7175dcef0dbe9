"""Addresses of calls."""

from django.urls import path

from baraza.web.console.calls import forgetting, listing, one, sound, work
from baraza.web.console.calls.saved import VIEWS
from baraza.web.console.saved_views.addresses import view_addresses

urlpatterns = [
    path("calls/", listing.calls, name="calls"),
    *view_addresses(VIEWS),
    path("calls/several/", work.several_calls, name="calls-several"),
    path("calls/forget/", forgetting.forget, name="calls-forget"),
    path("calls/<int:call_id>/", one.call, name="call"),
    path("calls/<int:call_id>/captions.vtt", sound.captions_file, name="call-captions"),
    path("calls/<int:call_id>/settle/", work.settle_call, name="call-settle"),
    path("calls/<int:call_id>/tag/", work.tag_call, name="call-tag"),
    path("calls/<int:call_id>/untag/", work.untag_call, name="call-untag"),
    path("calls/<int:call_id>/note/", work.note_on_call, name="call-note"),
    path("calls/notes/<int:note_id>/take-back/", work.take_back, name="call-note-back"),
    path("calls/recordings/<int:recording_id>/", sound.recording, name="call-recording"),
]
