"""Tables of people, their memberships, teams, roles and keys; one file per noun."""

from baraza.core.identity.models.buckets import Bucket
from baraza.core.identity.models.keys import ApiKey, ApiKeyUse
from baraza.core.identity.models.memberships import AccessReview, Invitation, Membership, Role
from baraza.core.identity.models.roles import CustomRole
from baraza.core.identity.models.support import PlatformEntry, SupportAccess
from baraza.core.identity.models.teams import Team, TeamMember
from baraza.core.identity.models.tries import Tries
from baraza.core.identity.models.users import Theme, User, UserManager

__all__ = [
    "AccessReview",
    "ApiKey",
    "ApiKeyUse",
    "Bucket",
    "CustomRole",
    "Invitation",
    "Membership",
    "PlatformEntry",
    "Role",
    "SupportAccess",
    "Team",
    "TeamMember",
    "Theme",
    "Tries",
    "User",
    "UserManager",
]
