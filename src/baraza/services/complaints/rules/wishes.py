"""What a person wants when their words say nothing else: "I want to report a problem" is a wish, not a problem."""

import re
from enum import StrEnum

_LONGEST = 14
_REFERENCE = re.compile(r"[A-Za-z]{2,4}[\s\-–.]?\d{4}[\s\-–.]?\w{4,8}")
_EDGES = " .,;:!?\"'()‘’“”…"


class Wish(StrEnum):
    REPORT = "report"
    TRACK = "track"
    NUMBERS = "numbers"
    OFFICES = "offices"
    PERSON = "person"


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# English, Afrikaans, isiZulu, isiXhosa, whatever the language of the conversation.
_FILLERS = _words(
    "a about again an and another any are at by can could dear did do does find for from get give good have hello hey hi how i",
    "i'd i'm is it know like log lodge make may me my need new of on one please pls sir madam some something",
    "someone somebody still tell that the there this to today us want was we what what's whats when which why will with",
    "would you your u now morning afternoon evening day thanks",
    "asb asseblief daar dag die dit ek en gee graag het hoe iets in is jou jul julle kan kry maak met my 'n n nog 'n nuwe om"
    " ons soek te u van vir vra wanneer wat wil word nou hallo more môre goeie",
    "ngicela ngifuna ngingathanda ngiyacela ngidinga ukwazi ukuthola ukufaka ukwenza yami wami sami bami eyami enye entsha"
    " sawubona yini nini kanjani la lapha",
    "ndicela ndifuna ndingathanda ndiyacela ndidinga ukwazi ukufumana ukufaka ukwenza yam wam sam enye entsha molo molweni"
    " njani apha xa nceda",
)
_REPORTING = _words(
    "complain complaining issue problem problems fault report reporting complaint complaints",
    "aanmeld aan meld rapporteer probleem klagte klagtes kla klag fout aanmelding verslag",
    "ukubika bika inkinga izinkinga ngenkinga ukukhalaza isikhalazo izikhalazo umbiko",
    "ukuxela xela ingxaki iingxaki ngengxaki ukukhalaza ukunika ingxelo isikhalazo izikhalazo",
)
_MATTER = _words(
    "report reports complaint complaints case ticket issue problem reference",
    "aanmelding aanmeldings klagte klag verslag saak probleem verwysing",
    "umbiko imibiko ombiko sombiko ngombiko isikhalazo sesikhalazo ngesikhalazo inkinga",
    "ingxelo iingxelo yengxelo ngengxelo isikhalazo sesikhalazo ngesikhalazo ingxaki",
)
_FOLLOWING = _words(
    "track tracking status follow following update updates progress feedback",
    "volg status vordering terugvoer",
    "landela ukulandela isimo",
    "landela ukulandela imeko",
)
_ASKING_AFTER = _words(
    "where closed happened happening happens check news waiting answer response reply heard outcome gone up",
    "waar gebeur geword nuus kyk wag antwoord",
    "uphi siphi iphi kwenzekani kwenzeka ukuhlola impendulo ngilinde",
    "uphi siphi iphi kwenzeka ntoni ukujonga jonga impendulo ndilinde",
)
_EMERGENCY = _words(
    "emergency emergencies noodnommers noodnommer noodgeval noodgevalle nood",
    "eziphuthumayo oluphuthumayo isimo-esiphuthumayo kuphuthuma zikaxakeka kaxakeka ungxamiseko",
)
_HELPERS = _words(
    "police ambulance fire brigade department polisie ambulans brandweer",
    "amaphoyisa i-ambulensi abacimi-mlilo amapolisa",
)
_NUMBER = _words(
    "number numbers phone contact call telephone nommer nommers telefoonnommer foon bel",
    "inombolo izinombolo ucingo iinombolo umnxeba",
)
_OFFICE = _words(
    "office offices kantoor kantore kantoorure ihhovisi amahhovisi lehhovisi yehhovisi ehhovisi",
    "iofisi i-ofisi iiofisi ii-ofisi yeofisi iofisini",
)
_OPEN = _words(
    "open opens opening close closes closing hours hour closed time times address where details municipal municipality city",
    "oop maak toe ure tye adres waar munisipaliteit munisipale",
    "vula kuvulwa ivula izikhathi isikhathi ikheli likuphi amahora umasipala kamasipala likamasipala",
    "kuvulwa ivula amaxesha ixesha idilesi iphi umasipala kamasipala yikamasipala",
)
_HOURS = _words("hours opening ure kantoorure izikhathi amaxesha")
_CITY = _words("municipality munisipaliteit umasipala kamasipala likamasipala yikamasipala")
_STAFF = _words("clerk staff official consultant agent representative amptenaar")
_TALKING = _words(
    "speak talk chat connect call praat gesels khuluma ukukhuluma ngikhulume thetha ukuthetha ndithethe",
)
_SOMEBODY = _words(
    "person someone somebody human agent operator consultant representative staff clerk official real live",
    "iemand mens persoon amptenaar nomuntu umuntu nothile nomntu umntu",
)
_KNOWN = frozenset().union(
    *(_FILLERS, _REPORTING, _MATTER, _FOLLOWING, _ASKING_AFTER, _EMERGENCY, _HELPERS, _NUMBER, _OFFICE, _OPEN),
    *(_TALKING, _SOMEBODY),
)
# Each needs a word of every group; the first that fits is meant.
_MEANT: tuple[tuple[Wish, tuple[frozenset[str], ...]], ...] = (
    (Wish.NUMBERS, (_EMERGENCY,)),
    (Wish.NUMBERS, (_HELPERS, _NUMBER)),
    (Wish.PERSON, (_TALKING, _SOMEBODY)),
    (Wish.TRACK, (_FOLLOWING,)),
    (Wish.TRACK, (_ASKING_AFTER, _MATTER)),
    (Wish.OFFICES, (_OFFICE,)),
    (Wish.OFFICES, (_HOURS,)),
    (Wish.OFFICES, (_CITY, _NUMBER)),
    (Wish.OFFICES, (_words("when wanneer nini"), _OPEN)),
    (Wish.REPORT, (_REPORTING,)),
)
# Who complains of the office or of somebody in it says what is wrong.
_AGAINST = {Wish.REPORT: _OFFICE | _STAFF, Wish.OFFICES: _REPORTING}


def wish_in(text: str) -> Wish | None:
    """What the person wants, when every one of their words is about that and none says what is wrong."""
    words = _said(text)
    if not 0 < len(words) <= _LONGEST or not words <= _KNOWN:
        return None
    meant = next((wish for wish, groups in _MEANT if all(words & group for group in groups)), None)
    return None if meant in _AGAINST and words & _AGAINST[meant] else meant


def is_about_reports(text: str) -> bool:
    """Whether beside references nothing is said but that one wants to know how they stand."""
    return _said(_REFERENCE.sub(" ", text)) <= _KNOWN


def _said(text: str) -> frozenset[str]:
    words = (word.strip(_EDGES) for word in text.casefold().replace("’", "'").split())
    return frozenset(words) - {""}
