"""Tables of people, their memberships and teams; one file per noun."""

from baraza.core.identity.models.memberships import Membership, Role
from baraza.core.identity.models.teams import Team, TeamMember
from baraza.core.identity.models.tries import Tries
from baraza.core.identity.models.users import Theme, User, UserManager

__all__ = ["Membership", "Role", "Team", "TeamMember", "Theme", "Tries", "User", "UserManager"]
