"""Areas as menus that fit a small screen."""

from __future__ import annotations

import pytest

from baraza.capabilities.geography import menus
from baraza.capabilities.geography.records import MenuRow

pytestmark = pytest.mark.django_db


def row(number: int) -> MenuRow:
    return MenuRow(code=str(number), name=f"Name {number:02}", kind="municipality")


def test_provinces_districts_and_municipalities_lead_to_every_municipality() -> None:
    provinces = menus.list_provinces(country="ZA")
    assert [p.name for p in provinces][:3] == ["Eastern Cape", "Free State", "Gauteng"]
    assert len(provinces) == 9
    districts = {p.code: menus.list_districts(country="ZA", province=p.code) for p in provinces}
    assert sum(len(rows) for rows in districts.values()) == 52
    reached = [
        m.code
        for province, rows in districts.items()
        for district in rows
        for m in menus.list_municipalities(country="ZA", province=province, district=district.code)
    ]
    assert len(reached) == len(set(reached)) == 213


def test_a_province_is_named_by_code_or_by_name() -> None:
    assert menus.list_municipalities(country="ZA", province="GT") == menus.list_municipalities(
        country="ZA", province="Gauteng"
    )
    assert len(menus.list_municipalities(country="ZA", province="GT")) == 9
    assert menus.list_districts(country="ZA", province="XX") == []


def test_no_menu_on_the_way_is_longer_than_nine_lines_once_grouped() -> None:
    lists = [menus.list_provinces(country="ZA")]
    for province in lists[0]:
        lists.append(menus.list_districts(country="ZA", province=province.code))
        lists.append(menus.list_municipalities(country="ZA", province=province.code))
    for rows in lists:
        groups = menus.group_for_menu(rows=rows)
        assert len(groups) <= 9
        assert max(len(group.rows) for group in groups) <= 9
        assert [r for group in groups for r in group.rows] == rows


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, []), (1, [1]), (9, [9]), (10, [5, 5]), (11, [6, 5]), (44, [9, 9, 8, 9, 9])]
)
def test_a_long_list_is_cut_into_groups_of_even_length(count, sizes) -> None:
    groups = menus.group_for_menu(rows=[row(n) for n in range(count)])
    assert [len(group.rows) for group in groups] == sizes


def test_a_group_is_titled_by_its_first_and_last_name() -> None:
    groups = menus.group_for_menu(rows=[row(n) for n in range(12)])
    assert [(g.first, g.last) for g in groups] == [("Name 00", "Name 05"), ("Name 06", "Name 11")]
