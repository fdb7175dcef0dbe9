"""`baraza organisations …`: founds, lists, switches off and on, see docs/runbooks/first-organisation.md."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from baraza.core.identity.actions.platform import SlugTaken, found, switch
from baraza.core.identity.actor import SYSTEM
from baraza.core.organisations.actions import NewOrganisation
from baraza.core.organisations.records import get_record_by_slug, list_records


class Command(BaseCommand):
    help = "Founds an organisation, lists all, switches one off or on; written into its trail."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("list", help="All, switched-off ones too")
        one = acts.add_parser("found", help="A new organisation")
        one.add_argument("slug", help="Short name in addresses; it cannot be changed later")
        one.add_argument("name")
        one.add_argument("--country", default="ZA")
        one.add_argument(
            "--phone-region", default="", help="For numbers without a country code; the country if not given"
        )
        one.add_argument("--languages", default="en,af,zu,xh", help="By commas, the first for who has not chosen")
        one.add_argument("--time-zone", default="Africa/Johannesburg")
        one.add_argument("--currency", default="ZAR")
        one.add_argument("--prefix", default="MI", help="Two to four letters in front of references")
        one.add_argument("--home-area", default="", help="Code of the municipality it serves, if one")
        one.add_argument("--services", default="complaints", help="By commas")
        for act, text in (("switch-off", "Nobody gets in; the data stays"), ("switch-on", "As before")):
            acts.add_parser(act, help=text).add_argument("slug")

    def handle(self, *_args: Any, act: str, **options: Any) -> None:
        if act == "list":
            self.stdout.write(_listed())
        elif act == "found":
            self.stdout.write(_founded(options))
        else:
            self.stdout.write(_switched(options["slug"], active=act == "switch-on"))


def _listed() -> str:
    lines = [f"{one.id}  {one.slug}  {one.name}  {'on' if one.active else 'switched off'}" for one in list_records()]
    return "\n".join([*lines, f"{len(lines)} organisations."])


def _founded(options: dict[str, Any]) -> str:
    new = NewOrganisation(
        slug=options["slug"],
        name=options["name"],
        country=options["country"],
        languages=_words(options["languages"]),
        phone_region=options["phone_region"] or options["country"],
        time_zone=options["time_zone"],
        currency=options["currency"],
        reference_prefix=options["prefix"],
        home_area_code=options["home_area"],
        services=_words(options["services"]),
    )
    try:
        number = found(actor=SYSTEM, new=new)
    except SlugTaken:
        raise CommandError(f"There is an organisation {new.slug!r} already.") from None
    except IntegrityError as error:
        raise CommandError(f"The database refuses this: {error}") from error
    return f"{new.name} is organisation {number}. Invite its first admin: baraza members invite EMAIL {new.slug} --address …"


def _switched(slug: str, *, active: bool) -> str:
    record = get_record_by_slug(slug=slug)
    if record is None:
        raise CommandError(f"There is no organisation {slug!r}.")
    switch(actor=SYSTEM, organisation_id=record.id, active=active)
    return f"{record.name} is {'on' if active else 'switched off'}."


def _words(written: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in written.split(",") if word.strip())
