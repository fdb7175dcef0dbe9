"""Who reads what people think; giving it is everybody's."""

from typing import Final

from baraza.core.identity.permissions import ADMINS, Permission, declare
from baraza.lib.translation import gettext_noop

READ: Final = "feedback.read"
declare((Permission(name=READ, label=gettext_noop("Read what residents and members think"), roles=ADMINS),))
