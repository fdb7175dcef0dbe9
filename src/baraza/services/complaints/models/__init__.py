"""Tables of the complaints service; named here for Django, imported elsewhere from their own files."""

from baraza.services.complaints.models.canned import CannedReply
from baraza.services.complaints.models.complaint import Complaint, Follower
from baraza.services.complaints.models.information import DueHours, EmergencyNumber, Office
from baraza.services.complaints.models.merge import Merge
from baraza.services.complaints.models.people import PersonRequest
from baraza.services.complaints.models.presence import Presence
from baraza.services.complaints.models.timeline import Entry

__all__ = [
    "CannedReply",
    "Complaint",
    "DueHours",
    "EmergencyNumber",
    "Entry",
    "Follower",
    "Merge",
    "Office",
    "PersonRequest",
    "Presence",
]
