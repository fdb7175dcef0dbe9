"""Who gets what of the list of complaints."""

from tests.web.console.routes.table import OWN_LIST, Route, outcomes

ROUTES = {
    "home": Route("", outcomes(workers=302, viewer=302, outsider=302, anonymous=302)),
    "complaints": Route("complaints/", OWN_LIST),
}
