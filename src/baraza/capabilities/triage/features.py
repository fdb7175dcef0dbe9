"""Turns a normalised text into hashed character and word counts, in numpy alone.

The same function feeds training and answering, so the two cannot drift apart.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

CHARACTER_BITS: Final = 17
WORD_BITS: Final = 16
CHARACTER_BUCKETS: Final = 1 << CHARACTER_BITS
WORD_BUCKETS: Final = 1 << WORD_BITS
BUCKETS: Final = CHARACTER_BUCKETS + WORD_BUCKETS
SHORTEST_GRAM: Final = 2
LONGEST_GRAM: Final = 5

_SPACE: Final = ord(" ")
_PRIME: Final = np.uint32(16777619)
_MIX: Final = np.uint32(0x85EBCA6B)

Indices = NDArray[np.int64]
Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Counts:
    """The distinct buckets of a text and how often each occurs."""

    buckets: Indices
    counts: Values


def _character_buckets(text: str) -> Indices:
    """Buckets of the 2- to 5-letter windows that do not reach over a word boundary."""
    codes = np.frombuffer(f" {text} ".encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    inner_space = codes == _SPACE
    found: list[NDArray[np.uint32]] = []
    for length in range(SHORTEST_GRAM, LONGEST_GRAM + 1):
        windows = len(codes) - length + 1
        if windows <= 0:
            break
        hashed = np.full(windows, 0x811C9DC5 ^ length, dtype=np.uint32)
        crosses = np.zeros(windows, dtype=bool)
        for offset in range(length):
            hashed = (hashed ^ codes[offset : offset + windows]) * _PRIME
            if 0 < offset < length - 1:
                crosses |= inner_space[offset : offset + windows]
        found.append(hashed[~crosses])
    if not found:
        return np.zeros(0, dtype=np.int64)
    every = np.concatenate(found)
    every = (every ^ (every >> np.uint32(15))) * _MIX
    return (every >> np.uint32(32 - CHARACTER_BITS)).astype(np.int64)


def _word_buckets(text: str) -> Indices:
    """Buckets of the words and of the pairs of neighbours, behind the character buckets."""
    words = text.encode("utf-8", "surrogatepass").split()
    hashes = [crc32(word) for word in words]
    hashes += [crc32(right, crc32(left)) for left, right in pairwise(words)]
    return CHARACTER_BUCKETS + (np.array(hashes, dtype=np.int64) & (WORD_BUCKETS - 1))


def count(text: str) -> Counts:
    """Count the buckets of one normalised text."""
    both = np.concatenate((_character_buckets(text), _word_buckets(text)))
    buckets, counts = np.unique(both, return_counts=True)
    return Counts(buckets=buckets, counts=counts.astype(np.float32))


def weigh(counts: Counts, idf: Values) -> Values:
    """TF-IDF with a damped term frequency; each block has length one, words weigh less."""
    values: Values = ((1.0 + np.log(counts.counts)) * idf[counts.buckets]).astype(np.float32)
    split = int(np.searchsorted(counts.buckets, CHARACTER_BUCKETS))
    for block in (slice(0, split), slice(split, None)):
        length = float(np.sqrt(np.dot(values[block], values[block])))
        if length > 0.0:
            values[block] /= length
    return values
