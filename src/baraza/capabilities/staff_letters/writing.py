"""A letter to a member: in their language, by the organisation's clock, in its name, with the way to stop it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from baraza.capabilities.staff_letters.choices import headers_of, page
from baraza.core.identity.queries.people import email_of
from baraza.core.organisations.queries import get_organisation
from baraza.core.organisations.senders import sender_of
from baraza.core.tenancy.scope import current_organisation_id


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Whom a letter is for, and in whose name it comes."""

    user_id: int
    name: str
    email: str
    organisation: str

    def letter(
        self, *, kind: str, name: str, subject: str, template: str, path: str, facts: Mapping[str, object]
    ) -> EmailMultiAlternatives:
        """`template` without its ending stands for the text and the page; `name` is this letter's own; `path` is the
        page of the desk that its `link` leads to. The desk has one name, whatever the organisation's own address is.

        The name is the same for each try, so that mailboxes can tell a repeat. A subject is one line.
        """
        link = settings.PUBLIC_URL + path
        context = {"organisation": self.organisation, "name": self.name, "choose": page(), "link": link, **facts}
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string(f"{template}.txt", context),
            from_email=sender_of(name=self.organisation),
            to=[self.email],
            headers={
                "Message-ID": f"<{name}@baraza>",
                "Auto-Submitted": "auto-generated",
                **headers_of(user_id=self.user_id, kind=kind),
            },
        )
        message.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
        return message


@contextmanager
def addressed_to(*, user_id: int) -> Iterator[Addressee]:
    """In the organisation in scope: texts and times inside are the member's and the organisation's."""
    person = email_of(user_id=user_id)
    organisation = get_organisation(organisation_id=current_organisation_id())
    with translation.override(person.language), timezone.override(ZoneInfo(organisation.time_zone)):
        yield Addressee(user_id=user_id, name=person.name, email=person.email, organisation=organisation.name)
