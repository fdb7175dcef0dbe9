"""What is wrong: the category that was guessed and is theirs to correct, photos whenever they come, long words."""

from dataclasses import replace

import pytest
from tests.services.complaints.dialogue.residents import (
    BURST,
    a_complainant,
    a_report,
    answers_of,
    entries,
    keys,
    photographs,
    says,
    step_of,
    the_complaint,
)

from baraza.capabilities.triage.queries import classify
from baraza.services.complaints.dialogue import describe
from baraza.services.complaints.rules.categories import CATEGORIES, CATEGORY_NAMES

pytestmark = pytest.mark.django_db


def test_a_right_guess_costs_one_key() -> None:
    resident = a_complainant()
    resident.dials()

    assert keys(resident, "1") == "What is wrong? Write it in a few words.\n0 Back"
    assert keys(resident, BURST) == ("This looks like: Burst pipe. Is that right?\n1 Yes\n2 No, choose another\n0 Back")
    assert keys(resident, "1").startswith("Where is it? Write street and suburb, or a landmark.")


def test_a_wrong_guess_leads_to_all_kinds_on_three_pages() -> None:
    resident = a_complainant()
    resident.dials("1")
    first = keys(resident, BURST, "no")
    pages = [first, keys(resident, "98"), keys(resident, "98")]

    lines = [line for page in pages for line in page.split("\n")]
    assert [line for line in lines if line.split(" ")[0] in {str(number) for number in range(1, 18)}] == [
        f"{number} {CATEGORY_NAMES[code]}" for number, code in enumerate(CATEGORIES, start=1)
    ]
    # A number counts on any page.
    keys(resident, "4")
    assert answers_of(resident)["category"] == "sewage"


def test_what_may_be_several_things_is_asked_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    likely = (("water_leak", 0.4), ("other", 0.3), ("burst_pipe", 0.2))
    guess = replace(classify(text=BURST), category="water_leak", alternatives=likely, is_confident=False)
    monkeypatch.setattr(describe, "guess_category", lambda **_: guess)
    resident = a_complainant()

    assert says(resident, BURST) == "Which of these is it? [Water leak][Burst pipe][None of these]"
    assert says(resident, "none of these").startswith("What kind of problem is it? [Water leak][Burst pipe]")


def test_words_that_say_nothing_lead_to_all_kinds_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    guess = replace(classify(text=BURST), category="other", alternatives=(("other", 1.0),))
    monkeypatch.setattr(describe, "guess_category", lambda **_: guess)
    resident = a_complainant()

    assert says(resident, BURST).startswith("What kind of problem is it? [Water leak][Burst pipe]")


def test_something_else_is_never_proposed() -> None:
    resident = a_complainant()
    resident.dials("1")

    assert "Something else" not in keys(resident, "smell")
    assert step_of(resident) in {"category", "category_all"}


def test_a_very_short_description_is_asked_for_more() -> None:
    resident = a_complainant()
    resident.dials("1")

    assert keys(resident, "x") == (
        "Please write a little more, so that we know what to look for.\nWhat is wrong? Write it in a few words.\n0 Back"
    )


def test_help_gives_an_example() -> None:
    resident = a_complainant()
    resident.dials("1")

    assert keys(resident, "help").startswith("For example: burst pipe in front of the school.\nYou can always write:")


def test_photos_that_come_at_any_question_are_kept_and_the_question_stays() -> None:
    resident = a_complainant()
    says(resident, BURST, "no")
    asked = {}
    for answer in ("burst pipe", "Soweto", "yes"):
        photographs(resident)
        asked[step_of(resident)] = len(answers_of(resident)["photos"])
        says(resident, answer)
    photographs(resident)
    asked[step_of(resident)] = len(answers_of(resident)["photos"])

    assert asked == {"category_all": 1, "place": 2, "place_confirm": 3, "check": 4}
    says(resident, "yes")
    assert entries(resident) == [("photo", "")] * 4


def test_more_photos_than_we_keep_are_declined_kindly() -> None:
    resident = a_complainant()
    for _ in range(5):
        assert photographs(resident).startswith("Thank you for the photo.")

    assert photographs(resident).startswith("Thank you. We have enough photos now.")
    assert len(answers_of(resident)["photos"]) == 5


def test_words_under_a_late_photo_belong_to_the_report() -> None:
    resident = a_complainant()
    says(resident, BURST)
    photographs(resident, "it is worse than yesterday")
    says(resident, "yes", "Soweto", "yes", "yes")

    assert the_complaint(resident).description == f"{BURST}\nit is worse than yesterday"


def test_words_under_a_photo_answer_where_it_is() -> None:
    resident = a_complainant()
    says(resident, BURST, "yes", "no photo")

    assert (
        photographs(resident, "Vilakazi Street, Soweto") == "Is that in City of Johannesburg? [Yes][No, somewhere else]"
    )
    assert len(answers_of(resident)["photos"]) == 1


def test_the_person_without_a_photo_goes_on_without() -> None:
    resident = a_complainant()

    assert says(resident, BURST, "yes") == ("Send a photo if you can. It helps the team to find and fix it. [No photo]")
    assert says(resident, "no").startswith("Where is it?")


def test_a_long_story_is_kept_whole_and_shown_by_its_beginning() -> None:
    resident = a_complainant()
    story = "The pipe burst on Monday and nobody came. " * 12
    resident.dials("1")
    screen = keys(resident, story, "1", "Vilakazi Street, Soweto", "1")

    assert screen == (
        "Please check:\nThe pipe burst on Monday ...\nBurst pipe: Urgent\nVilakazi Street, Soweto, ...\n"
        "1 Yes, send\n2 No, change it\n0 Back"
    )
    keys(resident, "1")
    assert the_complaint(resident).description == story.strip()


def test_what_was_guessed_is_kept_for_the_record() -> None:
    resident = a_complainant()
    says(resident, BURST, "no", "sewage", "no photo", "Soweto", "yes", "yes")
    report = the_complaint(resident)

    assert (report.category, report.guessed_category) == ("sewage", "burst_pipe")
    assert report.guess_confidence is not None
    assert report.guess_confidence > 0.5


def test_a_report_takes_six_answers() -> None:
    report = a_report(a_complainant())

    assert (report.category, report.area_name, report.channel) == ("burst_pipe", "City of Johannesburg", "chat")


@pytest.mark.parametrize("text", ["082 123 4567", "+27 82 123 4567", "😭😭😭", "123456"])
def test_a_number_or_pictures_alone_are_no_description(text: str) -> None:
    resident = a_complainant()
    says(resident, "hello")

    assert says(resident, text).startswith("Please choose from the list, or tell us in a few words what is wrong.")
    assert says(resident, "report a problem", text).startswith("Please write a little more")


def test_a_photo_with_a_number_under_it_is_kept_and_the_words_are_asked_for() -> None:
    resident = a_complainant()

    assert photographs(resident, "082 123 4567").startswith("Thank you for the photo.\n\nNow tell us in your own words")
    says(resident, "menu", "report a problem")
    assert photographs(resident, "👍").startswith("Thank you for the photo.\n\nNow tell us in your own words")


@pytest.mark.parametrize("text", ["مرحبا هناك تسرب مياه كبير في شارعنا", "水管爆了，水一直流"])
def test_words_that_cannot_be_read_are_kept_and_all_kinds_are_offered(text: str) -> None:
    resident = a_complainant()

    assert says(resident, "report a problem", text).startswith("What kind of problem is it? [Water leak]")
    assert answers_of(resident)["description"] == text
