"""Migrations that were put together replace the old ones so that no half of an old database passes for a whole one."""

from collections import Counter, defaultdict

from django.db.migrations.loader import MigrationLoader

_PUT_TOGETHER = [one for one in MigrationLoader(None).disk_migrations.values() if one.replaces]


def test_no_old_migration_is_replaced_by_two() -> None:
    # Django writes replaced names down after each new migration: the second would count as done before it ran.
    times = Counter(old for one in _PUT_TOGETHER for old in one.replaces)

    assert [old for old, number in times.items() if number > 1] == []


def test_an_old_database_that_stopped_between_has_a_part_of_some_new_migration() -> None:
    old_of_app: dict[str, list[str]] = defaultdict(list)
    for one in _PUT_TOGETHER:
        for app, name in one.replaces:
            old_of_app[app].append(name)

    unnoticed = []
    for app, names in old_of_app.items():
        for number in range(1, len(names)):
            applied = {(app, name) for name in sorted(names)[:number]}
            parts = [len(applied & set(one.replaces)) for one in _PUT_TOGETHER if one.app_label == app]
            wholes = [len(one.replaces) for one in _PUT_TOGETHER if one.app_label == app]
            if not any(0 < part < whole for part, whole in zip(parts, wholes, strict=True)):
                unnoticed.append((app, number))

    assert unnoticed == []
    assert len(old_of_app) > 5
