"""`baraza members …`: what operators do with people, see docs/runbooks/first-organisation.md and sign-in.md."""

import argparse
import getpass
import sys
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from baraza.core.identity.actions.invitations import invite
from baraza.core.identity.actions.platform import make_super_admin
from baraza.core.identity.actions.second_factor import PersonUnknown, reset_second_factor
from baraza.core.identity.actions.security import choose_security
from baraza.core.identity.actor import SYSTEM
from baraza.core.identity.errors import AlreadyMember, MemberUnknown, RoleUnknown
from baraza.core.identity.queries.access import list_access
from baraza.core.organisations.queries import OrganisationUnknown, get_organisation_by_slug
from baraza.core.organisations.security import get_security_policy
from baraza.core.tenancy.scope import organisation_scope


class Command(BaseCommand):
    help = "Lists and invites members, makes super admins, takes lost second factors away; written into the trail."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        one = acts.add_parser("list", help="Who has access to an organisation")
        one.add_argument("organisation", help="Its short name, see `baraza organisations list`")
        one = acts.add_parser("invite", help="Mails a link to become a member, and shows it")
        one.add_argument("email")
        one.add_argument("organisation", help="Its short name")
        one.add_argument("--role", default="org_admin", help="org_admin (if not given), supervisor, agent, org_viewer")
        one.add_argument("--address", required=True, help="Of the server, like https://desk.example.org")
        one = acts.add_parser("super-admin", help="Makes a person one of the platform's; a new one is asked a password")
        one.add_argument("email")
        one.add_argument("--name", default="", help="Of a new person")
        one = acts.add_parser("open-admin-pages", help="From everywhere again, when an office's address has changed")
        one.add_argument("organisation", help="Its short name")
        one = acts.add_parser("reset-second-factor", help="For whoever lost phone and recovery codes")
        one.add_argument("email")

    def handle(self, *_args: Any, act: str, **options: Any) -> None:
        told = {
            "list": self._list,
            "invite": self._invite,
            "super-admin": self._super_admin,
            "open-admin-pages": self._open_admin_pages,
            "reset-second-factor": self._reset,
        }[act](options)
        self.stdout.write(told)

    def _list(self, options: dict[str, Any]) -> str:
        with organisation_scope(organisation_id=_organisation(options)):
            lines = [
                f"{one.email}  {one.role.code}  {'active' if one.active else 'suspended'}"
                f"  second factor {'yes' if one.second_factor else 'no'}"
                for one in list_access()
            ]
        return "\n".join([*lines, f"{len(lines)} members."])

    def _invite(self, options: dict[str, Any]) -> str:
        path = reverse("console:invitation", args=[options["organisation"], "TOKEN"])
        try:
            with organisation_scope(organisation_id=_organisation(options)):
                link = invite(
                    actor=SYSTEM,
                    email=options["email"],
                    role=options["role"],
                    address=options["address"].rstrip("/") + path,
                )
        except AlreadyMember:
            raise CommandError(f"{options['email']} is a member already.") from None
        except RoleUnknown:
            raise CommandError(f"There is no role {options['role']!r}.") from None
        return f"The invitation is on its way to {options['email']}. The link works once, for seven days:\n{link}"

    def _super_admin(self, options: dict[str, Any]) -> str:
        email = options["email"]
        try:
            make_super_admin(actor=SYSTEM, email=email)
        except MemberUnknown:
            self._new_super_admin(email=email, name=options["name"])
        return f"{email} looks after the platform from now on, and sets up a second factor at the first sign-in."

    def _new_super_admin(self, *, email: str, name: str) -> None:
        try:
            make_super_admin(actor=SYSTEM, email=email, name=name, password=_password())
        except ValidationError as error:
            raise CommandError("That password will not do: " + " ".join(error.messages)) from error

    def _open_admin_pages(self, options: dict[str, Any]) -> str:
        organisation_id = _organisation(options)
        with organisation_scope(organisation_id=organisation_id):
            policy = get_security_policy(organisation_id=organisation_id)
            choose_security(actor=SYSTEM, policy=replace(policy, admin_networks=()), own_address="")
        return "Admin pages open from everywhere until an admin writes new addresses; the rest stays as it was."

    def _reset(self, options: dict[str, Any]) -> str:
        email = options["email"]
        try:
            reset_second_factor(email=email, actor=SYSTEM)
        except PersonUnknown as error:
            raise CommandError(str(error)) from error
        return f"{email} signs in with the password alone, and sets up a second factor again if one is due."


def _organisation(options: dict[str, Any]) -> int:
    try:
        return get_organisation_by_slug(slug=options["organisation"]).id
    except OrganisationUnknown as error:
        raise CommandError(str(error)) from error


def _password() -> str:
    """Never an argument, which everybody on the machine could read: typed in, or from a pipe."""
    if sys.stdin.isatty():
        return getpass.getpass("A password for the new person, 12 characters or more: ")
    return sys.stdin.readline().rstrip("\n")
