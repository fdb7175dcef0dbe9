"""`baraza secrets new-key|rotate`: the keys under which secrets, photos and recordings are kept, see docs/runbooks/secrets.md.

It stands here and not with the connections, because second factors and photos are sealed with the same keys.
"""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from baraza.capabilities.exports.resealing import reseal_exports
from baraza.capabilities.media.resealing import reseal_photos
from baraza.capabilities.webhooks.resealing import reseal_webhooks
from baraza.core.identity.second_factor.resealing import reseal_second_factors
from baraza.core.ingress.resealing import reseal_connections
from baraza.core.ingress.secrets import new_key
from baraza.services.call_analytics.actions.resealing import reseal_recordings


class Command(BaseCommand):
    help = "Makes a key for BARAZA_SECRETS_KEYS, or seals everything anew with the first of them."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("act", choices=["new-key", "rotate"])

    def handle(self, *_args: Any, act: str, **_options: Any) -> None:
        if act == "new-key":
            self.stdout.write(new_key())
            return
        connections, lost_connections = reseal_connections()
        factors, lost_factors = reseal_second_factors()
        photos, lost_photos = reseal_photos()
        exports, lost_exports = reseal_exports()
        recordings, lost_recordings = reseal_recordings()
        webhooks, lost_webhooks = reseal_webhooks()
        self.stdout.write(
            f"Sealed with the first key: {connections} connections, {factors} second factors, {photos} photos, "
            f"{exports} exports, {recordings} recordings of calls, {webhooks} webhooks."
        )
        lost = [
            *(f"connection {connection_id}" for connection_id in lost_connections),
            *(f"second factor {factor_id}" for factor_id in lost_factors),
            *(f"photo {media_id}" for media_id in lost_photos),
            *(f"export {export_id}" for export_id in lost_exports),
            *(f"recording {recording_id}" for recording_id in lost_recordings),
            *(f"webhook {endpoint_id}" for endpoint_id in lost_webhooks),
        ]
        if lost:
            raise CommandError(f"Keep the old keys. None of BARAZA_SECRETS_KEYS opens: {', '.join(lost)}.")
        self.stdout.write("The other keys may go.")
