"""The field names that official publishers use, so that an operator need not look them up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from baraza.capabilities.geography.builtin import south_africa


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPlan:
    """Where each thing is found: for each a list of field names, of which the first that exists is taken."""

    code: tuple[str, ...]
    name: tuple[str, ...]
    parent: tuple[str, ...] = ()
    # Without a parent field: the parent's code is the first so many signs of the code, by kind.
    parent_prefix: Mapping[str, int] = field(default_factory=dict)
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # A publisher's numbers lose their leading zeros when the file stores them as numbers.
    digits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    name: str
    country: str
    kind: str
    plan: FieldPlan


# Field names under which the wider areas are commonly kept, for files that follow no preset.
COMMON_PROPERTIES: Final[Mapping[str, tuple[str, ...]]] = {
    "district_code": ("district_code", "dist_id"),
    "district": ("district", "district_n"),
    "province_code": ("province_code", "prov_id"),
    "province": ("province",),
    "category": ("category",),
}

PRESETS: Final[Mapping[str, Preset]] = {
    # Municipal Demarcation Board, Local Municipalities 2016, 2018 and later.
    "za-mdb": Preset(
        name="za-mdb",
        country="ZA",
        kind="municipality",
        plan=FieldPlan(
            code=("CAT_B", "code"),
            name=("MUNICNAME", "name"),
            parent=("DISTRICT", "district_code"),
            properties={
                "district_code": ("district_code", "DISTRICT"),
                "district": ("DISTRICT_N", "district"),
                "category": ("CATEGORY",),
                "province": ("PROVINCE",),
            },
        ),
    ),
    # National Institute of Statistics of Rwanda: a sector's code begins with its district's two digits.
    "rw-nisr": Preset(
        name="rw-nisr",
        country="RW",
        kind="sector",
        plan=FieldPlan(
            code=("Sect_ID", "id", "code"),
            name=("Sector", "name"),
            parent=("Dist_ID", "district_code"),
            parent_prefix={"sector": 2, "district": 1},
            properties={
                "district_code": ("Dist_ID", "district_code"),
                "district": ("District",),
                "province_code": ("Prov_ID", "province_code"),
                "province": ("Province",),
            },
        ),
    ),
    # Philippine Statistics Authority codes (PSGC, ten digits), also as published on HDX.
    "ph-psa": Preset(
        name="ph-psa",
        country="PH",
        kind="barangay",
        plan=FieldPlan(
            code=("adm4_psgc", "ADM4_PCODE", "code"),
            name=("adm4_en", "ADM4_EN", "name"),
            parent=("adm3_psgc", "ADM3_PCODE", "city_code"),
            properties={
                "district_code": ("adm3_psgc", "ADM3_PCODE", "city_code"),
                "district": ("adm3_en", "ADM3_EN", "city"),
                "province_code": ("adm2_psgc", "ADM2_PCODE", "province_code"),
                "province": ("adm2_en", "ADM2_EN", "province"),
            },
            digits=10,
        ),
    ),
}


def complete(*, properties: dict[str, str], country: str, kind: str, parent_code: str) -> dict[str, str]:
    """Give what a publisher leaves to the reader: the province's full name, the district's code."""
    done = {name: value for name, value in properties.items() if value}
    if kind in {"municipality", "sector"} and parent_code:
        done.setdefault("district_code", parent_code)
    if country == south_africa.COUNTRY and done.get("province"):
        names = {m.area.province_code: m.area.province for m in south_africa.municipalities()}
        codes = {name.casefold(): code for code, name in names.items()}
        if done["province"] in names:
            done["province_code"], done["province"] = done["province"], names[done["province"]]
        elif done["province"].casefold() in codes:
            done.setdefault("province_code", codes[done["province"].casefold()])
    return done
