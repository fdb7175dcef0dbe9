"""After a new key the files of exports are sealed with it, once, and open without the old one."""

from cryptography.fernet import Fernet
from pytest_django import Settings
from tests.capabilities.exports.town import Town

from baraza.capabilities.exports.resealing import reseal_exports


def test_after_a_rotation_files_open_with_the_new_key_alone(town: Town, settings: Settings) -> None:
    export_id = town.ask()
    town.make(export_id)
    before, files, new = town.content(export_id), town.files(), Fernet.generate_key().decode()

    settings.SECRETS_KEYS = [new, *settings.SECRETS_KEYS]
    assert [reseal_exports(), reseal_exports()] == [(1, []), (0, [])]

    settings.SECRETS_KEYS = [new]
    assert town.content(export_id) == before
    assert town.files() == files


def test_a_file_that_no_key_opens_is_named_and_left_as_it_is(town: Town, settings: Settings) -> None:
    export_id = town.ask()
    town.make(export_id)
    before, files, own = town.content(export_id), town.files(), settings.SECRETS_KEYS

    settings.SECRETS_KEYS = [Fernet.generate_key().decode()]
    assert reseal_exports() == (0, [export_id])

    settings.SECRETS_KEYS = own
    assert town.content(export_id) == before
    assert town.files() == files
