"""Who gets what of the dashboard."""

from tests.web.console.routes.table import OWN_LIST, Route

ROUTES = {
    # The platform's own people are led to their page.
    "home": Route("", {**OWN_LIST, "super_admin": 302}),
    "home-figures": Route("home/figures/", OWN_LIST),
    "home-feed": Route("home/feed/", OWN_LIST),
    "map-areas": Route("map/areas/?near=-26.2,28.0", OWN_LIST),
    "map-clusters": Route("map/clusters/?bbox=16,-35,33,-22&zoom=6", OWN_LIST),
}
