"""`converse SERVICE`: plays a service's dialogue in the terminal; nothing is kept unless asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from baraza.conversation import catalogue
from baraza.conversation.simulator.telephone import NUMBER, Line, NotUnderstood, Quit, Telephone, reproduction
from baraza.core.organisations.queries import (
    OrganisationProfile,
    OrganisationUnknown,
    get_organisation_by_slug,
    list_organisations,
)
from baraza.core.tenancy.scope import organisation_scope
from baraza.messaging import actions, contacts, registry


class _Undo(Exception):
    """The way out of a transaction that is not kept."""


class Command(BaseCommand):
    help = "Play a service's dialogue in the terminal, with the limits of a channel."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("service", help="the service whose dialogue is played, e.g. complaints")
        parser.add_argument("--channel", default="whatsapp", help="a channel of the catalogue: whatsapp, ussd …")
        parser.add_argument("--language", default="", help="what the person chose earlier; without it they are asked")
        parser.add_argument("--organisation", default="", help="slug; default: the first that offers the service")
        parser.add_argument("--script", type=Path, help="a file with one input per line, instead of the keyboard")
        parser.add_argument("--keep", action="store_true", help="store what is done, as a real conversation would")
        parser.add_argument("--repro", action="store_true", help="print a test that plays the same at the end")

    def handle(self, **options: Any) -> None:
        organisation = _organisation(options["organisation"], options["service"])
        line = _line(options["channel"], organisation)
        language = options["language"]
        if language and language not in organisation.languages:
            raise CommandError(f"{organisation.name} speaks {', '.join(organisation.languages)}.")
        try:
            with organisation_scope(organisation_id=organisation.id):
                telephone = Telephone(line=line, contact_id=_contact(language))
                self._play(telephone, _inputs(options["script"]))
                _leave(keep=options["keep"])
        except _Undo:
            self.stdout.write("Nothing of this was kept.")
        if options["repro"]:
            written = reproduction(
                played=telephone.played, service=options["service"], language=language, organisation=organisation
            )
            self.stdout.write(written)

    def _play(self, telephone: Telephone, inputs: Iterator[str]) -> None:
        self.stdout.write(telephone.open())
        for typed in inputs:
            self.stdout.write(f"> {typed}")
            try:
                self.stdout.write(telephone.type(typed))
            except NotUnderstood as problem:
                self.stdout.write(f"({problem})")
            except Quit:
                return


def _organisation(slug: str, service: str) -> OrganisationProfile:
    try:
        catalogue.dialogue_named(service)
        offering = [get_organisation_by_slug(slug=slug)] if slug else list_organisations()
    except (catalogue.DialogueUnknown, OrganisationUnknown) as error:
        raise CommandError(f"Unknown: {error}") from error
    found = next((organisation for organisation in offering if service in organisation.services), None)
    if found is None:
        raise CommandError(f"No organisation offers {service}. Seed the demonstration first, or name one that does.")
    return found


def _line(channel: str, organisation: OrganisationProfile) -> Line:
    """The limits are those of the first provider of the channel in the catalogue."""
    names = registry.provider_names()
    name = next((name for name in names if name.partition(".")[0] == channel), None)
    if name is None:
        known = sorted({name.partition(".")[0] for name in names})
        raise CommandError(f"No provider of {channel!r} is in the catalogue; there are: {', '.join(known)}.")
    provider = registry.provider_named(name)
    return Line(
        organisation_id=organisation.id,
        channel=channel,
        source=name,
        limits=provider.limits,
        inline=provider.inline,
    )


def _leave(*, keep: bool) -> None:
    if not keep:
        raise _Undo


def _contact(language: str) -> int:
    contact_id = actions.contact_for_phone(phone=NUMBER, name="Simulator")
    if language:
        contacts.set_language(contact_id=contact_id, language=language)
    return contact_id


def _inputs(script: Path | None) -> Iterator[str]:
    if script is not None:
        yield from script.read_text(encoding="utf-8").splitlines()
        return
    for typed in sys.stdin:
        yield typed.rstrip("\n")
