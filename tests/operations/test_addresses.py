"""What the start command tells people to open."""

from baraza.operations.addresses import Directory


def test_addresses_and_accounts_are_listed_in_columns() -> None:
    directory = Directory()
    directory.offer_entrance(title="Residents", path="/")
    directory.offer_entrance(title="Staff", path="/console/")
    directory.offer_sign_in(who="Clerk", name="clerk@example.org", password="phrase", note="code 123")

    assert directory.text(base="http://127.0.0.1:8000", with_sign_ins=True).splitlines() == [
        "  Residents  http://127.0.0.1:8000/",
        "  Staff      http://127.0.0.1:8000/console/",
        "",
        "Sign in to the demonstration as",
        "  Clerk  clerk@example.org  phrase  code 123",
    ]


def test_accounts_are_kept_back_outside_the_demonstration() -> None:
    directory = Directory()
    directory.offer_sign_in(who="Clerk", name="clerk@example.org", password="phrase")

    assert directory.text(base="", with_sign_ins=False) == ""


def test_the_same_entrance_offered_twice_stands_once() -> None:
    directory = Directory()
    directory.offer_entrance(title="Staff", path="/console/")
    directory.offer_entrance(title="Staff", path="/console/")

    assert directory.text(base="", with_sign_ins=True) == "  Staff  /console/"
