"""How fast a point finds its area: the index of `geography.engine` beside an STRtree with prepared polygons.

    python benchmarks/area_lookup.py [--layer municipalities.zip --code CAT_B --name MUNICNAME]

Both are asked the same points in the same run, in turn, and both must give the answers of the plain polygons. Times
are CPU time per look-up, the best of several rounds, because other work on the machine only ever adds to them. Without
a layer of your own, one is made up that is as jagged as the official one (measuring/synthetic_layer.py).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from measuring import figures, machine
from measuring.figures import Figure
from measuring.synthetic_layer import synthetic_layer

from baraza.capabilities.geography.engine import AreaIndex, AreaShape
from baraza.capabilities.geography.importing.errors import ImportRefused
from baraza.capabilities.geography.importing.files import open_layer_file
from baraza.capabilities.geography.importing.layer import CleanLayer, make_layer
from baraza.capabilities.geography.importing.presets import FieldPlan
from baraza.capabilities.geography.importing.reader import read_layer

Floats = npt.NDArray[np.float64]
Answers = list[str | None]
T = TypeVar("T")
TARGET_MICROSECONDS = 15.0


class TreeWithPrepared:
    """The reference: candidate boxes from an STRtree, then the prepared polygons in the order of their codes."""

    def __init__(self, layer: CleanLayer) -> None:
        self.codes = [area.code for area in layer.areas]
        self.polygons = np.array([shapely.from_wkb(shapely.to_wkb(a.polygon)) for a in layer.areas], dtype=object)
        shapely.prepare(self.polygons)
        self.tree = shapely.STRtree(self.polygons)

    def locate(self, latitude: float, longitude: float) -> str | None:
        for position in sorted(self.tree.query(shapely.Point(longitude, latitude)).tolist()):
            if shapely.intersects_xy(self.polygons[position], longitude, latitude):
                return self.codes[int(position)]
        return None

    def locate_many(self, latitudes: Floats, longitudes: Floats) -> npt.NDArray[np.int64]:
        points, areas = self.tree.query(shapely.points(longitudes, latitudes))
        hit = shapely.intersects_xy(self.polygons[areas], longitudes[points], latitudes[points])
        found = np.full(len(longitudes), len(self.codes), dtype=np.int64)
        np.minimum.at(found, points[hit], areas[hit])
        return np.where(found == len(self.codes), -1, found)


class Times(NamedTuple):
    """CPU seconds of a round over all points."""

    index: float
    tree: float


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    points, rounds = (1_000, 1) if options.quick else (options.points, options.rounds)
    layer = synthetic_layer() if options.layer is None else _read(options)
    print(machine.describe())
    name = "a synthetic layer" if options.layer is None else options.layer.name
    print(f"{name}: {len(layer.areas)} areas, {layer.vertices:,} vertices, {layer.repaired} repaired")
    stored = [AreaShape(a.code, a.name, "municipality", "benchmark", shapely.to_wkb(a.polygon)) for a in layer.areas]
    index, loading = _timed(lambda: AreaIndex(shapes=stored))
    print(f"index ready from stored shapes in {loading:.2f} s")
    one, many = _compare(index, TreeWithPrepared(layer), points, rounds, options.seed)
    samples = f"best of {rounds} × {points:,} points, {name}"
    each = one.index / points * 1e6
    limit = Figure(
        what="area look-up, one at a time",
        ours=f"{each:.2f} µs",
        reference=f"limit {TARGET_MICROSECONDS:.0f} µs",
        ratio=each / TARGET_MICROSECONDS,
        target="≤ 1",
        met=each <= TARGET_MICROSECONDS,
        samples=samples,
    )
    beside = [("one at a time", one), ("many at once", many)]
    figures.publish([limit, *(_beside(what, times, points, samples) for what, times in beside)], file=options.json)
    return 0


def _beside(what: str, times: Times, points: int, samples: str) -> Figure:
    return Figure(
        what=f"area look-up, {what}",
        ours=f"{points / times.index:,.0f}/s",
        reference=f"{points / times.tree:,.0f}/s (STRtree, prepared)",
        ratio=times.tree / times.index,
        target="",
        met=None,
        samples=samples,
    )


def _read(options: argparse.Namespace) -> CleanLayer:
    try:
        with tempfile.TemporaryDirectory() as folder:
            raw = read_layer(open_layer_file(path=options.layer, workspace=Path(folder)))
        plan = FieldPlan(code=tuple(options.code), name=tuple(options.name))
        return make_layer(raw=raw, plan=plan, country="ZZ", kind="municipality")
    except ImportRefused as refusal:
        sys.exit(str(refusal))


def _compare(index: AreaIndex, tree: TreeWithPrepared, wanted: int, rounds: int, seed: int) -> tuple[Times, Times]:
    ys, xs = _points_inside(tree, wanted, seed)
    pairs = list(zip(ys.tolist(), xs.tolist(), strict=True))

    def ours() -> Answers:
        return [m.code if (m := index.locate(latitude=y, longitude=x)) else None for y, x in pairs]

    def reference() -> Answers:
        return [tree.locate(y, x) for y, x in pairs]

    print(f"points: {len(pairs):,} inside the layer, evenly over its surface, seed {seed}; best of {rounds} rounds")
    differing = sum(one != other for one, other in zip(ours(), reference(), strict=True))
    print(f"answers that differ from the full polygons: {differing} of {len(pairs):,}")
    if differing:
        sys.exit("the index is wrong; its speed means nothing")
    many = _best(lambda: index.locate_many(latitudes=ys, longitudes=xs), rounds)
    return (
        Times(_best(ours, rounds), _best(reference, rounds)),
        Times(many, _best(lambda: tree.locate_many(ys, xs), rounds)),
    )


def _points_inside(tree: TreeWithPrepared, wanted: int, seed: int) -> tuple[Floats, Floats]:
    west, south, east, north = shapely.total_bounds(tree.polygons)
    random = np.random.default_rng(seed)
    ys, xs = random.uniform(south, north, wanted * 4), random.uniform(west, east, wanted * 4)
    inside = np.flatnonzero(tree.locate_many(ys, xs) >= 0)[:wanted]
    return ys[inside], xs[inside]


def _best(work: Callable[[], object], rounds: int) -> float:
    return min(_timed(work)[1] for _ in range(rounds))


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.process_time()
    outcome = work()
    return outcome, time.process_time() - started


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = figures.parser(__doc__)
    parser.add_argument("--layer", type=Path, help="GeoJSON (also .gz) or a zipped shapefile")
    parser.add_argument("--code", nargs="+", default=["CAT_B", "Sect_ID", "adm4_psgc", "code", "id"])
    parser.add_argument("--name", nargs="+", default=["MUNICNAME", "Sector", "adm4_en", "name"])
    parser.add_argument("--points", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=2026)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
