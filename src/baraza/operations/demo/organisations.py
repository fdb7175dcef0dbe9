"""Who is in the demonstration: two invented municipalities, their staff, and what their residents complain of.

Nothing here may exist outside of a demonstration; production never loads it.
"""

from dataclasses import dataclass

from baraza.core.organisations.actions import NewOrganisation
from baraza.lib.translation import gettext_noop
from baraza.services.complaints.queries.information import EmergencyContact, OfficeInformation

PASSWORD = "open-the-baraza-2026"  # noqa: S105 - the demonstration's, printed at start

MZANSI = NewOrganisation(
    slug="mzansi",
    name="Mzansi Municipal Desk",
    country="ZA",
    languages=("en", "af", "zu", "xh"),
    phone_region="ZA",
)
HARBOUR = NewOrganisation(
    slug="harbour",
    name="Harbour City",
    country="ZA",
    languages=("en", "zu", "xh", "af"),
    phone_region="ZA",
    reference_prefix="HC",
    home_area_code="ETH",
)
ORGANISATIONS = (MZANSI, HARBOUR)
# An agency that runs the voice agents of two clients; it has no residents and no complaints.
VOICE_AGENCY = NewOrganisation(
    slug="kopano",
    name="Kopano Voice Agency",
    country="ZA",
    languages=("en",),
    phone_region="ZA",
    currency="ZAR",
    reference_prefix="KV",
    services=("call_analytics",),
)


@dataclass(frozen=True, kw_only=True)
class Member:
    title: str
    email: str
    name: str
    organisation: str
    role: str
    clients: tuple[str, ...] = ()


STAFF = (
    Member(
        title="Mzansi, admin",
        email="admin@mzansi.example",
        name="Nomsa Dlamini",
        organisation="mzansi",
        role="org_admin",
    ),
    Member(
        title="Mzansi, clerk", email="clerk@mzansi.example", name="Pieter Botha", organisation="mzansi", role="agent"
    ),
    Member(
        title="Mzansi, second clerk",
        email="clerk2@mzansi.example",
        name="Zodwa Mthembu",
        organisation="mzansi",
        role="agent",
    ),
    Member(
        title="Mzansi, supervisor",
        email="supervisor@mzansi.example",
        name="Fatima Jacobs",
        organisation="mzansi",
        role="supervisor",
    ),
    Member(
        title="Mzansi, viewer",
        email="viewer@mzansi.example",
        name="Lerato Mokoena",
        organisation="mzansi",
        role="org_viewer",
    ),
    Member(
        title="Harbour, clerk", email="clerk@harbour.example", name="Sipho Ndlovu", organisation="harbour", role="agent"
    ),
    Member(
        title="Kopano, admin of the voice agency",
        email="admin@kopano.example",
        name="Thabo Molefe",
        organisation="kopano",
        role="org_admin",
    ),
    Member(
        title="Kopano, supervisor of the desk",
        email="supervisor@kopano.example",
        name="Lindiwe Nkosi",
        organisation="kopano",
        role="supervisor",
    ),
    Member(
        title="Kopano, viewer (Karoo Dental, a client)",
        email="viewer@kopano.example",
        name="Anele Khumalo",
        organisation="kopano",
        role="org_viewer",
        clients=("Karoo Dental",),
    ),
)

# National numbers of South Africa: police, ambulance and fire, and 112 from any mobile phone.
EMERGENCY_NUMBERS = (
    EmergencyContact(name=gettext_noop("Any emergency, from a mobile phone"), number="112"),
    EmergencyContact(name=gettext_noop("Police"), number="10111"),
    EmergencyContact(name=gettext_noop("Ambulance and fire"), number="10177"),
)

OFFICES = {
    "mzansi": (
        OfficeInformation(
            name="Civic Centre",
            address="1 Church Square, ground floor",
            hours="Mon-Fri 08:00-16:00",
            phone="",
            latitude=-26.20227,
            longitude=28.04363,
        ),
        OfficeInformation(
            name="Township office",
            address="Next to the library, Main Road",
            hours="Tue, Thu 09:00-15:00",
            phone="",
            latitude=-26.23790,
            longitude=27.90830,
        ),
    ),
    "harbour": (
        OfficeInformation(
            name="Harbour Civic Hall",
            address="12 Quay Street",
            hours="Mon-Fri 07:30-15:30",
            phone="",
            latitude=-29.85700,
            longitude=31.02500,
        ),
    ),
}


@dataclass(frozen=True, kw_only=True)
class SampleReport:
    """`moves` are the states that staff lead it through."""

    language: str
    text: str
    category: str
    priority: str
    place: str
    latitude: float
    longitude: float
    moves: tuple[str, ...] = ()


SAMPLES = (
    SampleReport(
        language="en",
        text="Burst pipe in front of the primary school, water is running down the road since last night",
        category="burst_pipe",
        priority="high",
        place="Vilakazi Street, Soweto",
        latitude=-26.2385,
        longitude=27.9087,
        moves=("ASSIGNED", "IN_PROGRESS"),
    ),
    SampleReport(
        language="zu",
        text="Isibani somgwaqo asikhanyi amaviki amabili, kumnyama ebusuku",
        category="streetlight",
        priority="medium",
        place="Umlazi D Section",
        latitude=-29.9706,
        longitude=30.8837,
        moves=("ASSIGNED",),
    ),
    SampleReport(
        language="af",
        text="Groot slaggat by die verkeerslig, twee motors se bande is al stukkend",
        category="pothole_road",
        priority="high",
        place="Voortrekkerweg, Bellville",
        latitude=-33.9003,
        longitude=18.6292,
        moves=("ASSIGNED", "IN_PROGRESS", "RESOLVED"),
    ),
    SampleReport(
        language="xh",
        text="Inkunkuma ayithathwanga iiveki ezimbini, iyanuka kakhulu",
        category="refuse",
        priority="medium",
        place="Khayelitsha, Site B",
        latitude=-34.0300,
        longitude=18.6700,
    ),
    SampleReport(
        language="en",
        text="Sewage is flowing out of a manhole into our yard",
        category="sewage",
        priority="high",
        place="Mamelodi East",
        latitude=-25.7100,
        longitude=28.4200,
        moves=("ACKNOWLEDGED",),
    ),
    SampleReport(
        language="en",
        text="Traffic lights at the corner are flashing red, people nearly crash every morning",
        category="traffic_signal",
        priority="high",
        place="Jan Smuts Avenue, Rosebank",
        latitude=-26.1450,
        longitude=28.0370,
    ),
    SampleReport(
        language="zu",
        text="Abantu balahla udoti emfuleni eduze nezindlu zethu",
        category="illegal_dumping",
        priority="medium",
        place="KwaMashu",
        latitude=-29.7450,
        longitude=30.9800,
    ),
    SampleReport(
        language="af",
        text="Geen krag in ons straat sedert gisteraand nie",
        category="electricity_outage",
        priority="high",
        place="Stilfontein",
        latitude=-26.8450,
        longitude=26.7700,
        moves=("ASSIGNED", "IN_PROGRESS", "RESOLVED", "CLOSED"),
    ),
    SampleReport(
        language="en",
        text="A big branch has fallen on the pavement, wheelchairs cannot pass",
        category="parks_trees",
        priority="medium",
        place="Zoo Lake, Parkview",
        latitude=-26.1560,
        longitude=28.0290,
    ),
    SampleReport(
        language="en",
        text="My water bill is four times what it was last month and nobody read the meter",
        category="billing_account",
        priority="low",
        place="Centurion",
        latitude=-25.8600,
        longitude=28.1900,
    ),
)
