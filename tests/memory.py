"""What a process keeps in memory of a database, which no later test may read: ids return with every database."""

from django.core.cache import cache

from baraza.capabilities.geography.registry import LAYERS
from baraza.capabilities.live.presence import forget_present
from baraza.core.ingress.connections import forget_cached_connections
from baraza.core.organisations.queries import forget_read_organisations
from baraza.core.settings.hosts import forget_hosts
from baraza.messaging.circuit import forget_circuits
from baraza.web.portal.device import forget_askers
from baraza.web.portal.explore_cache import MADE_AGAIN, MADE_ANEW

KEPT_BY_PROCESSES = (
    forget_cached_connections,
    forget_read_organisations,
    forget_hosts,
    forget_circuits,
    forget_present,
    forget_askers,
    LAYERS.look_again,
    MADE_ANEW.forget,
    MADE_AGAIN.forget,
    cache.clear,
)


def forget_all() -> None:
    for forget in KEPT_BY_PROCESSES:
        forget()
