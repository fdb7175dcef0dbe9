"""Who gets what of the analytics."""

from tests.web.console.routes.table import OWN_LIST, Route

ROUTES = {
    "analytics": Route("analytics/", OWN_LIST),
    "analytics-csv": Route("analytics/figures.csv", OWN_LIST),
}
