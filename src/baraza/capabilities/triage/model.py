"""The linear model: one file of arrays without pickle, answered with numpy alone.

One matrix holds the columns of three heads: category, priority and language.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from baraza.capabilities.triage.features import count, weigh

MODEL_FILE: Final = Path(__file__).resolve().parent / "model.npz"

Probabilities = dict[str, float]


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of one question and how sharp its probabilities are."""

    codes: tuple[str, ...]
    columns: slice
    sharpness: float

    def probabilities(self, scores: NDArray[np.float32]) -> Probabilities:
        raised = scores[self.columns] * self.sharpness
        powers = np.exp(raised - raised.max())
        shares = powers / powers.sum()
        return dict(zip(self.codes, shares.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Scored:
    """What the model says of one text, every code with its probability."""

    category: Probabilities
    priority: Probabilities
    language: Probabilities


@dataclass(frozen=True, slots=True)
class Model:
    """Weights as whole numbers of eight bits; `scales` brings each column back to its size."""

    version: str
    idf: NDArray[np.float32]
    weights: NDArray[np.int8]
    scales: NDArray[np.float32]
    bias: NDArray[np.float32]
    category: Head
    priority: Head
    language: Head
    # The probability from which a category may be used without asking.
    confident_from: float

    def score(self, *, normalised: str) -> Scored:
        counts = count(normalised)
        values = weigh(counts, self.idf)
        scores = (values @ self.weights[counts.buckets].astype(np.float32)) * self.scales + self.bias
        return Scored(
            category=self.category.probabilities(scores),
            priority=self.priority.probabilities(scores),
            language=self.language.probabilities(scores),
        )


def read_model(*, path: Path) -> Model:
    """Read a model file; it cannot hold code because pickled objects are refused."""
    with np.load(path, allow_pickle=False) as stored:
        heads = []
        start = 0
        for name in ("category", "priority", "language"):
            codes = tuple(str(code) for code in stored[f"{name}_codes"])
            heads.append(Head(codes, slice(start, start + len(codes)), float(stored[f"{name}_sharpness"])))
            start += len(codes)
        return Model(
            version=str(stored["version"]),
            idf=stored["idf"].astype(np.float32),
            weights=stored["weights"],
            scales=stored["scales"],
            bias=stored["bias"],
            category=heads[0],
            priority=heads[1],
            language=heads[2],
            confident_from=float(stored["confident_from"]),
        )


@cache
def shipped_model() -> Model:
    """The model of this release, read once per process."""
    return read_model(path=MODEL_FILE)
