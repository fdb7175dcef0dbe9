"""Microseconds per message: our numpy model against scikit-learn's own pipeline on the same features, in one run.

    python benchmarks/triage.py [--rounds 5]

The messages are those on which triage's quality is measured. The reference gives the category alone; ours gives
category, priority and language, and looks for danger words.
"""

from __future__ import annotations

import csv
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from measuring import figures, machine
from measuring.figures import Figure
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from baraza.capabilities.triage.emergency import is_emergency
from baraza.capabilities.triage.model import shipped_model
from baraza.capabilities.triage.normalise import normalise
from baraza.capabilities.triage.offline import guess_offline
from baraza.capabilities.triage.training.corpus import load_examples

TEXTS = Path(__file__).resolve().parents[1] / "tests" / "capabilities" / "triage" / "data"
LIMIT_MICROSECONDS = 2_000.0


def messages() -> list[str]:
    texts: list[str] = []
    for path in sorted(TEXTS.glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as handle:
            texts += [row["text"] for row in csv.DictReader(handle)]
    return texts


def microseconds(work: Callable[[str], object], texts: list[str], rounds: int) -> tuple[float, float]:
    """The median round's mean, and the slowest message of the last round."""
    means = []
    slowest = 0.0
    for _ in range(rounds):
        times = []
        for text in texts:
            start = time.perf_counter()
            work(text)
            times.append((time.perf_counter() - start) * 1e6)
        means.append(statistics.fmean(times))
        slowest = sorted(times)[int(len(times) * 0.99)]
    return statistics.median(means), slowest


def reference() -> Callable[[str], object]:
    """The usual way to serve the same kind of model; fitted on the examples without variants."""
    examples = load_examples()
    features = make_union(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        TfidfVectorizer(analyzer="word", ngram_range=(1, 2), sublinear_tf=True),
    )
    pipeline = make_pipeline(features, LinearSVC(C=0.4))
    pipeline.fit([example.text for example in examples], [example.category for example in examples])
    return lambda text: pipeline.predict([text])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = figures.parser(__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    texts = messages()
    rounds = 1 if options.quick else options.rounds
    long_text = (" ".join(texts))[:4096]
    texts = texts[:20] if options.quick else texts
    print(machine.describe())
    start = time.perf_counter()
    model = shipped_model()
    for text in texts[:10]:
        guess_offline(text=text)
    print(
        f"cold start (model, lexicons, language tables, ten messages): {(time.perf_counter() - start) * 1e3:.0f} ms, once"
    )
    rows: list[tuple[str, Callable[[str], object]]] = [
        ("triage of a message (category, priority, language)", lambda text: guess_offline(text=text)),
        ("  linear model alone, three heads", lambda text: model.score(normalised=normalise(text))),
        ("  danger words alone", is_emergency),
    ]
    plain, _ = microseconds(reference(), texts, rounds)
    samples = f"median of {rounds} × {len(texts)} messages"
    made = [_beside(name, *microseconds(work, texts, rounds), plain=plain, samples=samples) for name, work in rows]
    whole, slow = microseconds(lambda text: guess_offline(text=text), texts, rounds)
    longest, _ = microseconds(lambda text: guess_offline(text=text), [long_text] * 20, rounds)
    limits = [("triage of a message, mean", whole, samples), ("triage of a message, 99th percentile", slow, samples)]
    print(f"a message of 4,096 characters: {longest:.0f} µs")
    figures.publish([*(_within(*limit) for limit in limits), *made], file=options.json)
    return 0


def _beside(what: str, mean: float, slow: float, *, plain: float, samples: str) -> Figure:
    return Figure(
        what=what,
        ours=f"{mean:.0f} µs, 99th {slow:.0f}",
        reference=f"{plain:.0f} µs (scikit-learn, category alone)",
        ratio=mean / plain,
        target="",
        met=None,
        samples=samples,
    )


def _within(what: str, mean: float, samples: str) -> Figure:
    return Figure(
        what=what,
        ours=f"{mean:.0f} µs",
        reference=f"limit {LIMIT_MICROSECONDS:.0f} µs",
        ratio=mean / LIMIT_MICROSECONDS,
        target="≤ 1",
        met=mean <= LIMIT_MICROSECONDS,
        samples=samples,
    )


if __name__ == "__main__":
    sys.exit(main())
