"""Fits the three heads with scikit-learn and writes the model file.

Steps: (1) variants of every example, (2) TF-IDF over hashed buckets, (3) a linear support-vector head per question
(on texts by people it beat logistic regression, naive Bayes and their averages), (4) sharpness and threshold from folds that keep an example and its variants together,
(5) eight-bit weights.
"""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from baraza.capabilities.triage.features import BUCKETS, Counts, count, weigh
from baraza.capabilities.triage.normalise import normalise
from baraza.capabilities.triage.taxonomy import CATEGORIES, LANGUAGES, PRIORITIES
from baraza.capabilities.triage.training.augment import variants
from baraza.capabilities.triage.training.corpus import Example, Frames

SEED: Final = 20
FOLDS: Final = 3
# A variant repeats its example's words, so it counts for less than a written text.
VARIANT_WEIGHT: Final = 0.5
# The share of right answers asked of the answers that are used without asking.
WANTED_PRECISION: Final = 0.95

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Every variant with the number of the example it came from."""

    counts: list[Counts]
    labels: dict[str, NDArray[np.str_]]
    group: NDArray[np.int64]
    weight: Floats


@dataclass(frozen=True, slots=True)
class Fitted:
    """Columns of one head: weights (buckets x codes), bias and sharpness."""

    weights: Floats
    bias: Floats
    sharpness: float
    # Probabilities of the written examples by a model that has not seen them.
    unseen: Floats


CODES: Final[dict[str, tuple[str, ...]]] = {
    "category": CATEGORIES,
    "priority": PRIORITIES,
    "language": LANGUAGES,
}


def prepare(*, examples: Sequence[Example], frames: dict[str, Frames]) -> Corpus:
    """Write the variants, the same ones on every run."""
    rng = random.Random(SEED)  # noqa: S311 - variants must repeat, nothing here is secret
    counts: list[Counts] = []
    labels: dict[str, list[str]] = {name: [] for name in CODES}
    group: list[int] = []
    weight: list[float] = []
    for number, example in enumerate(examples):
        for place, text in enumerate(variants(example, frames=frames[example.language], rng=rng)):
            counts.append(count(normalise(text)))
            for name in CODES:
                labels[name].append(getattr(example, name))
            group.append(number)
            weight.append(1.0 if place == 0 else VARIANT_WEIGHT)
    return Corpus(
        counts=counts,
        labels={name: np.array(values) for name, values in labels.items()},
        group=np.array(group),
        weight=np.array(weight),
    )


def inverse_frequencies(counts: Sequence[Counts]) -> NDArray[np.float32]:
    frequency = np.zeros(BUCKETS)
    for one in counts:
        frequency[one.buckets] += 1
    return (np.log((1 + len(counts)) / (1 + frequency)) + 1).astype(np.float16).astype(np.float32)


def matrix(*, counts: Sequence[Counts], idf: NDArray[np.float32]) -> csr_matrix:
    ends = np.cumsum([0] + [len(one.buckets) for one in counts])
    values = np.concatenate([weigh(one, idf) for one in counts])
    return csr_matrix((values, np.concatenate([one.buckets for one in counts]), ends), shape=(len(counts), BUCKETS))


def _columns(model: LinearSVC, codes: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Weights and bias in the order of our codes; what is equal for all codes says nothing and is taken out."""
    order = [list(model.classes_).index(code) for code in codes]
    weights = model.coef_[order].T
    weights = weights - weights.mean(axis=1, keepdims=True)
    bias = model.intercept_[order]
    return weights, bias - bias.mean()


def _fit_once(*, rows: csr_matrix, labels: NDArray[np.str_], weight: Floats, name: str) -> tuple[Floats, Floats]:
    machine = LinearSVC(C=0.4, class_weight="balanced", random_state=SEED)
    return _columns(machine.fit(rows, labels, sample_weight=weight), CODES[name])


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _sharpness(*, scores: Floats, truth: NDArray[np.int64]) -> float:
    """The factor under which the unseen truth is most probable."""
    candidates = np.geomspace(0.5, 60.0, 120)
    losses = [-np.log(_softmax(scores * c)[np.arange(len(truth)), truth] + 1e-12).mean() for c in candidates]
    return float(candidates[int(np.argmin(losses))])


def fit_head(*, corpus: Corpus, rows: csr_matrix, name: str) -> Fitted:
    labels = corpus.labels[name]
    truth = np.array([CODES[name].index(label) for label in labels])
    scores = np.zeros((len(labels), len(CODES[name])))
    for known, unknown in GroupKFold(n_splits=FOLDS).split(rows, labels, corpus.group):
        weights, bias = _fit_once(rows=rows[known], labels=labels[known], weight=corpus.weight[known], name=name)
        scores[unknown] = rows[unknown] @ weights + bias
    sharpness = _sharpness(scores=scores, truth=truth)
    weights, bias = _fit_once(rows=rows, labels=labels, weight=corpus.weight, name=name)
    return Fitted(weights=weights, bias=bias, sharpness=sharpness, unseen=_softmax(scores * sharpness))


def confident_from(*, probabilities: Floats, truth: NDArray[np.int64]) -> float:
    """The lowest probability above which the wanted share of unseen answers was right."""
    best = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth
    order = np.argsort(-best)
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(share >= WANTED_PRECISION)
    return float(best[order][good[-1]]) if len(good) else 1.0


def write_model(*, path: Path, idf: NDArray[np.float32], heads: dict[str, Fitted], confident: float) -> str:
    """Store eight-bit columns; the version is the digest of the weights, so equal training gives equal names."""
    weights = np.concatenate([heads[name].weights for name in CODES], axis=1)
    scales = np.abs(weights).max(axis=0) / 127.0
    small = np.round(weights / scales).astype(np.int8)
    version = "linear-" + hashlib.sha256(small.tobytes()).hexdigest()[:10]
    np.savez_compressed(
        path,
        allow_pickle=False,
        version=np.array(version),
        idf=idf.astype(np.float16),
        weights=small,
        scales=scales.astype(np.float32),
        bias=np.concatenate([heads[name].bias for name in CODES]).astype(np.float32),
        confident_from=np.float64(confident),
        **{f"{name}_codes": np.array(codes) for name, codes in CODES.items()},
        **{f"{name}_sharpness": np.float64(heads[name].sharpness) for name in CODES},
    )
    return version


def train(*, examples: Sequence[Example], frames: dict[str, Frames], path: Path) -> str:
    """Train on the examples and write the model file; returns the version."""
    corpus = prepare(examples=examples, frames=frames)
    idf = inverse_frequencies(corpus.counts)
    rows = matrix(counts=corpus.counts, idf=idf)
    heads = {name: fit_head(corpus=corpus, rows=rows, name=name) for name in CODES}
    truth = np.array([CATEGORIES.index(label) for label in corpus.labels["category"]])
    confident = confident_from(probabilities=heads["category"].unseen, truth=truth)
    return write_model(path=path, idf=idf, heads=heads, confident=confident)
