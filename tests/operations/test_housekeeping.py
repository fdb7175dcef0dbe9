"""What a browser left behind does not stay for ever."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from baraza.core.jobs.registry import job_named
from baraza.lib import clock


@pytest.mark.django_db
def test_sessions_that_have_ended_are_deleted_and_the_others_are_not() -> None:
    keys = []
    for expires in (timedelta(days=-1), timedelta(days=1)):
        session = SessionStore()
        session["report:mzansi"] = {"phone": "+27821234567"}
        session.set_expiry(clock.now() + expires)
        session.save()
        keys.append(session.session_key)

    job_named("periodic.operations.forget_browsers").function()

    assert list(Session.objects.values_list("pk", flat=True)) == [keys[1]]
