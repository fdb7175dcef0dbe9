"""Addresses of databases, as operators write them."""

import pytest

from baraza.config.settings.databases import parse_url

ADDRESS = "postgresql://owner:p%40ss@db.example.org:5433/baraza"


def test_how_the_line_is_secured_holds_for_every_role_and_every_library() -> None:
    address = parse_url(f"{ADDRESS}?sslmode=verify-full&sslrootcert=/etc/ssl/city.pem")
    app = address.as_role(role="baraza_app", secret_key="x")

    assert address.conninfo() == {
        "dbname": "baraza",
        "user": "owner",
        "password": "p@ss",
        "host": "db.example.org",
        "port": "5433",
        "sslmode": "verify-full",
        "sslrootcert": "/etc/ssl/city.pem",
    }
    assert (app.user, app.conninfo()["sslmode"]) == ("baraza_app", "verify-full")
    assert app.django(pool_size=0)["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ssl/city.pem"}


def test_a_socket_is_named_by_the_query() -> None:
    assert parse_url("postgresql://owner@/baraza?host=%2Frun%2Fpg&port=5432").conninfo() == {
        "dbname": "baraza",
        "user": "owner",
        "host": "/run/pg",
        "port": "5432",
    }


@pytest.mark.parametrize("unheeded", ["sslmod=require", "options=-c%20a%3Db"])
def test_a_parameter_that_would_not_be_heeded_is_refused(unheeded: str) -> None:
    with pytest.raises(ValueError, match=r"not heeded here: (sslmod|options)"):
        parse_url(f"{ADDRESS}?{unheeded}")
