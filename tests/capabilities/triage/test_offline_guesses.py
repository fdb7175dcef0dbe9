"""The offline guess: what it says of clear messages and that no text can break it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from baraza.capabilities.triage.model import Head, Model, shipped_model
from baraza.capabilities.triage.offline import decide_priority, guess_offline
from baraza.capabilities.triage.taxonomy import CATEGORIES, PRIORITIES


@pytest.mark.parametrize(
    ("text", "category", "language"),
    [
        ("There is a huge pothole in front of our house, please fix the road", "pothole_road", "en"),
        ("Daar is 'n groot slaggat in ons pad, maak asseblief reg", "pothole_road", "af"),
        ("Kunomgodi omkhulu emgwaqeni wangakithi, sicela nilungise", "pothole_road", "zu"),
        ("Kukho umngxuma omkhulu endleleni yethu, nceda nilungise", "pothole_road", "xh"),
        ("The garbage truck did not collect our bins this week again", "refuse", "en"),
        ("Umbhobho wamanzi ugqabhukile esitalatweni sethu", "burst_pipe", "xh"),
        ("Izibani zomgwaqo azikhanyi ebusuku lapha kithi", "streetlight", "zu"),
        ("Bure speel harde musiek tot drie-uur in die oggend", "noise", "af"),
    ],
)
def test_a_clear_message_gets_its_category_and_language(text: str, category: str, language: str) -> None:
    guess = guess_offline(text=text)

    assert (guess.category, guess.language) == (category, language)


def test_three_alternatives_are_offered_best_first_and_the_first_is_the_category() -> None:
    guess = guess_offline(text="no water since yesterday in the whole street")

    assert guess.alternatives[0] == (guess.category, guess.confidence)
    assert len(guess.alternatives) == 3
    assert sorted((share for _, share in guess.alternatives), reverse=True) == [s for _, s in guess.alternatives]


@pytest.mark.parametrize("text", ["", "   ", "🔥🔥🔥", "?!", "\x00", "\u202e"])
def test_a_text_without_words_is_other_without_confidence(text: str) -> None:
    guess = guess_offline(text=text, language_hint="xh")

    assert (guess.category, guess.confidence, guess.language, guess.is_confident) == ("other", 0.0, "xh", False)


@given(text=st.text(alphabet=st.characters(exclude_categories=()), max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_it_and_every_answer_is_of_the_contract(text: str) -> None:
    guess = guess_offline(text=text)

    assert guess.category in CATEGORIES
    assert guess.priority in PRIORITIES
    assert 0.0 <= guess.confidence <= 1.0
    assert guess.priority == "critical" or not guess.is_emergency


@pytest.mark.parametrize("text", ["a" * 4096, "water leak " * 400, "ﷺ" * 4096, "\ud800" * 50, "مرحبا هناك تسرب مياه"])
def test_long_and_foreign_texts_are_answered(text: str) -> None:
    assert guess_offline(text=text).category in CATEGORIES


def test_the_same_text_gets_the_same_answer() -> None:
    assert guess_offline(text="robot is out by the mall") == guess_offline(text="robot is out by the mall")


def test_the_model_file_is_small_and_has_every_code() -> None:
    model = shipped_model()

    assert model.category.codes == CATEGORIES
    assert model.priority.codes == PRIORITIES
    assert model.weights.dtype.name == "int8"


class TestPriority:
    def test_danger_words_raise_whatever_was_learned(self) -> None:
        learned = {"low": 0.97, "medium": 0.01, "high": 0.01, "critical": 0.01}

        assert decide_priority(learned=learned, danger="live wire") == "critical"

    def test_without_danger_words_the_most_probable_priority_stands(self) -> None:
        learned = {"low": 0.2, "medium": 0.2, "high": 0.59, "critical": 0.01}

        assert decide_priority(learned=learned, danger=None) == "high"

    def test_a_strong_suspicion_is_critical_without_danger_words(self) -> None:
        learned = {"low": 0.6, "medium": 0.05, "high": 0.05, "critical": 0.3}

        assert decide_priority(learned=learned, danger=None) == "critical"

    def test_a_suspicion_of_danger_is_never_low(self) -> None:
        learned = {"low": 0.6, "medium": 0.15, "high": 0.1, "critical": 0.15}

        assert decide_priority(learned=learned, danger=None) == "medium"


def test_a_guess_is_confident_only_from_the_models_own_threshold() -> None:
    shipped = shipped_model()
    text = "something happened near the bridge and the bus"
    confidence = guess_offline(text=text).confidence

    def with_threshold(threshold: float) -> Model:
        return Model(
            version="test",
            idf=shipped.idf,
            weights=shipped.weights,
            scales=shipped.scales,
            bias=shipped.bias,
            category=shipped.category,
            priority=shipped.priority,
            language=shipped.language,
            confident_from=threshold,
        )

    assert guess_offline(text=text, model=with_threshold(confidence)).is_confident is True
    assert guess_offline(text=text, model=with_threshold(confidence + 1e-6)).is_confident is False


def test_a_heads_probabilities_sum_to_one_and_follow_the_scores() -> None:
    import numpy as np

    head = Head(codes=("a", "b"), columns=slice(1, 3), sharpness=2.0)

    shares = head.probabilities(np.array([9.0, 1.0, 0.0], dtype=np.float32))

    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["a"] == pytest.approx(0.8808, abs=1e-4)
