"""Tables of the complaints service; named here for Django, imported elsewhere from their own files."""

from baraza.services.complaints.models.bulk import BulkAct, BulkRow
from baraza.services.complaints.models.canned import CannedReply
from baraza.services.complaints.models.categories import Category, DuePolicy
from baraza.services.complaints.models.complaint import Complaint, Follower
from baraza.services.complaints.models.figures import Figure, FigureChange, FigureZone
from baraza.services.complaints.models.information import DueHours, EmergencyNumber, Office
from baraza.services.complaints.models.look import ListPreference
from baraza.services.complaints.models.merge import Merge
from baraza.services.complaints.models.notices import KeptFromPublic, Notice
from baraza.services.complaints.models.ratings import Rating
from baraza.services.complaints.models.reminders import DueReminder
from baraza.services.complaints.models.search import SearchText, SearchWord
from baraza.services.complaints.models.timeline import Entry

__all__ = [
    "BulkAct",
    "BulkRow",
    "CannedReply",
    "Category",
    "Complaint",
    "DueHours",
    "DuePolicy",
    "DueReminder",
    "EmergencyNumber",
    "Entry",
    "Figure",
    "FigureChange",
    "FigureZone",
    "Follower",
    "KeptFromPublic",
    "ListPreference",
    "Merge",
    "Notice",
    "Office",
    "Rating",
    "SearchText",
    "SearchWord",
]
