"""Writes docs/tables.md: every table with what it holds and what it refers to, read from the models."""

# ruff: noqa: SLF001 - how Django lets a model be asked
from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Field, Model

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "tables.md"
_OURS = "baraza."
_HEAD = """# Tables

Made by `tools/tables.py` from the models; a test fails when they say something else. Every table with an organisation has row-level
security, enabled and forced ([tenancy](architecture.md#tenancy)); integrity is in the database: unique, check and foreign keys.
In the drawings an arrow leads from a row to the one that it names. Users (`identity_user`) and organisations, which most tables name, are
left out of them.
"""
_EVERYWHERE = frozenset({"organisation", "identity_user"})


def page() -> str:
    from django.apps import apps

    parts = [_HEAD]
    for app in apps.get_app_configs():
        models = sorted(app.get_models(), key=lambda model: model._meta.db_table)
        if app.name.startswith(_OURS) and models:
            parts.append("\n".join(_section(app.name.removeprefix(_OURS), models)))
    return "\n".join(parts)


def _section(name: str, models: list[type[Model]]) -> Iterator[str]:
    yield f"## {name.replace('.', ' / ').replace('_', ' ')}"
    yield ""
    arrows = [arrow for model in models for arrow in _arrows(model)]
    if arrows:
        yield from ("```mermaid", "erDiagram", *(f"    {arrow}" for arrow in arrows), "```", "")
    yield from ("| table | what a row is | names | only once |", "|---|---|---|---|")
    for model in models:
        names = ", ".join(f"`{field.column}`" for field in _references(model))
        yield f"| `{model._meta.db_table}` | {_about(model)} | {names} | {_once(model)} |"
    yield ""


def _arrows(model: type[Model]) -> Iterator[str]:
    for field in _references(model):
        target = field.related_model
        assert target is not None
        assert not isinstance(target, str)
        if target._meta.db_table not in _EVERYWHERE:
            end = "|o" if field.null else "||"
            yield f'{model._meta.db_table} }}o--{end} {target._meta.db_table} : "{field.name}"'


def _references(model: type[Model]) -> list[Field[object, object]]:
    return [field for field in model._meta.concrete_fields if field.many_to_one or field.one_to_one]


def _about(model: type[Model]) -> str:
    """The first sentence of the model's own words."""
    words = " ".join((model.__doc__ or "").split())
    if words.startswith(f"{model.__name__}("):
        # Django's own, where nobody wrote any.
        return str(model._meta.verbose_name)
    return words.split(". ")[0].rstrip(".").replace("|", "\\|")


def _once(model: type[Model]) -> str:
    from django.db.models import UniqueConstraint

    single = [field.column for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    several = [
        " + ".join(constraint.fields)
        for constraint in model._meta.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    return "; ".join(dict.fromkeys(filter(None, [*single, *several])))


if __name__ == "__main__":
    from baraza.config.cli import choose_settings

    choose_settings()
    import django

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
    sys.exit(0)
