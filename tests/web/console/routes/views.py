"""Who gets what of saved views: the same for every list."""

from tests.web.console.routes.table import OWN_LIST, WORKERS, Route, outcomes

_EVERYBODY_OWN = outcomes(workers=302, viewer=302, outsider=302, anonymous="sign in")
_EVERY_MEMBER = (*WORKERS, "org_viewer")
# The view is a shared one of the organisation's admin.
_LEADS = {**outcomes(workers=302, viewer=403, outsider=404, anonymous="sign in"), "agent": 403}
_CHANGING = ("org_admin", "supervisor")


def view_routes(name: str, *, view: str) -> dict[str, Route]:
    """`view` stands for the id of the shared view in the paths."""
    return {
        f"{name}-views": Route(f"{name}/views/", OWN_LIST),
        # Every member may keep views of their own.
        f"{name}-views-save": Route(
            f"{name}/views/save/", _EVERYBODY_OWN, post={"name": "Late ones", "query": ""}, changing=_EVERY_MEMBER
        ),
        f"{name}-views-first": Route(
            f"{name}/views/first/", {**_EVERYBODY_OWN, "outsider": 404}, post={"view": view}, changing=_EVERY_MEMBER
        ),
        f"{name}-views-change": Route(
            f"{name}/views/{view}/", _LEADS, post={"name": "Renamed", "shared": "on"}, changing=_CHANGING
        ),
        f"{name}-views-remove": Route(f"{name}/views/{view}/remove/", _LEADS, post={}, changing=_CHANGING),
        # It has not been removed: there is nothing to take back.
        f"{name}-views-back": Route(
            f"{name}/views/{view}/back/", dict.fromkeys(_LEADS, 404) | {"anonymous": "sign in"}, post={}
        ),
    }
