"""A page of another site cannot make a browser change anything: the check is off only where no cookie signs in."""

import ast
from pathlib import Path

import baraza

SOURCE = Path(baraza.__file__).parent
# Keys sign in at the API; providers sign what they send; browsers report breaches of the content policy as they like.
# Mailboxes press "unsubscribe" for people (RFC 8058): the address of the page is the proof, and nobody is signed in.
# Another app shares with us: what comes without the worker is thrown away unread, and leads to a page that says so.
ALLOWED = (
    "web/api/",
    "core/ingress/",
    "web/portal/letters.py",
    "web/console/account/letters.py",
    "web/portal/share.py",
)


def test_the_check_is_switched_off_nowhere_but_behind_keys_and_signatures() -> None:
    using = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if any(_names_it(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    }

    assert "web/api/access.py" in using
    assert {path for path in using if not path.startswith(ALLOWED)} == set()


def _names_it(node: ast.AST) -> bool:
    names = (
        getattr(node, "id", None),
        getattr(node, "attr", None),
        *(one.name for one in getattr(node, "names", ()) if isinstance(one, ast.alias)),
    )
    return any(isinstance(name, str) and "csrf_exempt" in name for name in names)
