"""Microseconds per message: our numpy model against scikit-learn's own pipeline on the same features, in one run.

Run from the repository: `python benchmarks/triage.py`.
"""

import csv
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from baraza.capabilities.triage.emergency import is_emergency
from baraza.capabilities.triage.model import shipped_model
from baraza.capabilities.triage.normalise import normalise
from baraza.capabilities.triage.offline import guess_offline
from baraza.capabilities.triage.training.corpus import load_examples

TEXTS = Path("tests/capabilities/triage/data")
ROUNDS = 5


def messages() -> list[str]:
    texts: list[str] = []
    for path in sorted(TEXTS.glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as handle:
            texts += [row["text"] for row in csv.DictReader(handle)]
    return texts


def microseconds(work: Callable[[str], object], texts: list[str]) -> tuple[float, float]:
    """The median round's mean, and the slowest message of the last round."""
    means = []
    slowest = 0.0
    for _ in range(ROUNDS):
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


def main() -> None:
    texts = messages()
    long_text = (" ".join(texts))[:4096]
    start = time.perf_counter()
    model = shipped_model()
    guess_offline(text="first call")
    print(f"cold start (model, lexicons, language tables)  {(time.perf_counter() - start) * 1e3:9.0f} ms, once")
    rows: list[tuple[str, Callable[[str], object]]] = [
        ("whole guess (category, priority, language)", lambda text: guess_offline(text=text)),
        ("  linear model alone, three heads", lambda text: model.score(normalised=normalise(text))),
        ("  danger words alone", is_emergency),
        ("scikit-learn pipeline, category alone", reference()),
    ]
    print(f"{len(texts)} messages, {ROUNDS} rounds, one thread            mean µs      p99 µs")
    for name, work in rows:
        mean, slow = microseconds(work, texts)
        print(f"{name:<45}{mean:12.0f}{slow:12.0f}")
    mean, _ = microseconds(lambda text: guess_offline(text=text), [long_text] * 20)
    print(f"{'whole guess, 4,096 characters':<45}{mean:12.0f}")


if __name__ == "__main__":
    main()
