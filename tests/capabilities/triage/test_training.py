"""The examples, the test sets and the training that joins them."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from baraza.capabilities.triage.model import read_model
from baraza.capabilities.triage.normalise import normalise
from baraza.capabilities.triage.taxonomy import CATEGORIES, LANGUAGES
from baraza.capabilities.triage.training.augment import VARIANTS, variants
from baraza.capabilities.triage.training.corpus import (
    BadExample,
    Example,
    load_examples,
    load_frames,
    read_rows,
    refuse_test_texts,
)

DATA = Path(__file__).parent / "data"


def test_every_category_has_forty_examples_in_each_language_and_english_has_seventy() -> None:
    counted = Counter((example.language, example.category) for example in load_examples())

    wanted = {(language, code): 70 if language == "en" else 40 for language in LANGUAGES for code in CATEGORIES}
    assert {key: number for key, number in wanted.items() if counted[key] < number} == {}


def test_no_example_has_two_categories_in_one_language() -> None:
    seen: dict[tuple[str, str], set[str]] = {}
    for example in load_examples():
        seen.setdefault((example.language, normalise(example.text)), set()).add(example.category)

    assert [key for key, codes in seen.items() if len(codes) > 1] == []


def test_no_test_text_is_among_the_examples() -> None:
    tests = [row for path in sorted(DATA.glob("*.csv")) for row in read_rows(path=path)]

    refuse_test_texts(examples=load_examples(), tests=tests)

    assert len(tests) >= 300


def test_variants_keep_no_slot_and_repeat_with_the_same_seed() -> None:
    example = Example(
        text="pothole in {street} near {place}", category="pothole_road", priority="medium", language="en"
    )
    frames = load_frames()["en"]

    first = list(variants(example, frames=frames, rng=random.Random(1)))

    assert first == list(variants(example, frames=frames, rng=random.Random(1)))
    assert len(first) == VARIANTS + 1
    assert not any("{" in text for text in first)


def test_a_row_with_an_unknown_code_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("text,category,priority,language\nhello,ufo,low,en\n")

    with pytest.raises(BadExample, match=r"bad\.csv:2"):
        list(read_rows(path=path))


def test_frames_exist_for_every_language() -> None:
    frames = load_frames()

    assert sorted(frames) == sorted(LANGUAGES)
    assert json.dumps(frames["en"].openings)
    assert all(len(one.closings) >= 20 for one in frames.values())


def test_training_twice_writes_the_same_bytes_and_the_file_answers(tmp_path: Path) -> None:
    # Loaded here alone: scikit-learn takes a second.
    from baraza.capabilities.triage.training.fit import train

    every = load_examples()
    few = [example for number, example in enumerate(every) if number % 16 == 0]
    frames = load_frames()

    versions = [train(examples=few, frames=frames, path=tmp_path / f"{name}.npz") for name in ("a", "b")]

    assert versions[0] == versions[1]
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    scored = read_model(path=tmp_path / "a.npz").score(normalised=normalise("big pothole in the road"))
    assert max(scored.category, key=lambda code: scored.category[code]) == "pothole_road"


def test_the_shipped_model_file_is_smaller_than_five_megabytes() -> None:
    from baraza.capabilities.triage.model import MODEL_FILE

    assert MODEL_FILE.stat().st_size < 5_000_000
