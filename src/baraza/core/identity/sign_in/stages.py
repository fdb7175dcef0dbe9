"""The step between the first proof and the session, see allauth.account.stages."""

from typing import Any

from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.shortcuts import redirect


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc] # allauth has no types
    """Asked of everybody who has a second factor, unless they came with a passkey."""

    urlname = settings.SECOND_FACTOR_URL

    def handle(self) -> tuple[Any, bool]:
        if not self._should_handle(self.request):
            return None, True
        self.state["authentication_required"] = True
        return redirect(settings.SECOND_FACTOR_URL), True
