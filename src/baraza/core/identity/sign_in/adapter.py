"""What allauth asks of us while somebody signs in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from baraza.core.identity.addresses import address_of, kept_part
from baraza.core.identity.sign_in import journal, standing


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    def get_login_stages(self) -> list[str]:
        return ["baraza.core.identity.sign_in.stages.SecondFactorStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        """For the list of sessions, which never holds a full address."""
        return kept_part(address_of(request))

    def get_login_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 - allauth hands it over
        return reverse(settings.LOGIN_REDIRECT_URL)

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth hands it over
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say it themselves."""

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **hooks: Any) -> HttpResponseBase:
        standing.begin(request)
        journal.write(user_id=user.pk, action="session.began")
        response: HttpResponseBase = super().post_login(request, user, **hooks)
        return response
