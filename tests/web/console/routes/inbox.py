"""Who gets what of conversations and people who wait."""

from tests.web.console.routes.table import OWN_LIST, WORKERS, WORKING, Route

ROUTES = {
    "people": Route("people/", OWN_LIST),
    # Another organisation's question looks like one that a colleague has answered.
    "answer": Route("people/{question}/answer/", {**WORKING, "outsider": 302}, post={"text": "Yes"}, changing=WORKERS),
}
