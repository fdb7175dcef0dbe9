"""Opening hours are said with the days in the reader's language, whatever else staff wrote."""

import pytest

from baraza.services.complaints.rules.opening_hours import hours_said

AFRIKAANS = {
    "Monday": "Maandag",
    "Tuesday": "Dinsdag",
    "Wednesday": "Woensdag",
    "Thursday": "Donderdag",
    "Friday": "Vrydag",
    "Saturday": "Saterdag",
    "Sunday": "Sondag",
}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Mon-Fri 08:00-16:00", "Maandag-Vrydag 08:00-16:00"),
        ("Tue, Thurs. 09:00", "Dinsdag, Donderdag 09:00"),
        ("Weds and SATURDAYS, sun. closed", "Woensdag and Saterdag, Sondag closed"),
        ("Wednesday 9-12; Tues 9-12", "Woensdag 9-12; Dinsdag 9-12"),
        ("Next to the Sunshine market, Monica's door", "Next to the Sunshine market, Monica's door"),
        ("Ma-Vr 08:00", "Ma-Vr 08:00"),
        ("", ""),
    ],
)
def test_days_are_said_and_the_rest_stays(written: str, said: str) -> None:
    assert hours_said(written, translate=AFRIKAANS.__getitem__) == said
