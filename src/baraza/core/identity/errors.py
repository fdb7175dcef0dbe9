"""Why something about access is refused; all of it is shown to people in plain words.

AccessRefused
├─ LastAdmin           an organisation would be left without an admin
├─ OwnAccess           nobody changes their own access
├─ AboveOwn            it would give, or take from, somebody more than one may oneself
├─ AlreadyMember       the invited person is a member
├─ InvitationGone      the link was used, withdrawn, replaced, or is too old
├─ OtherPerson         the link is for another e-mail address than the one signed in
├─ RoleTaken, RoleInUse, RoleChanged
├─ WouldLockOut        the addresses would shut out whoever saves them
└─ NotSupporting       the support access has ended
"""


class AccessRefused(Exception):
    """One of the reasons above."""


class LastAdmin(AccessRefused):
    pass


class OwnAccess(AccessRefused):
    pass


class AboveOwn(AccessRefused):
    pass


class AlreadyMember(AccessRefused):
    pass


class InvitationGone(AccessRefused):
    pass


class OtherPerson(AccessRefused):
    pass


class RoleTaken(AccessRefused):
    pass


class RoleInUse(AccessRefused):
    pass


class RoleChanged(AccessRefused):
    pass


class WouldLockOut(AccessRefused):
    pass


class NotSupporting(AccessRefused):
    pass


class MemberUnknown(LookupError):
    """Nobody of this id belongs to the organisation."""


class RoleUnknown(LookupError):
    """The organisation has no such role."""


class KeyUnknown(LookupError):
    """The organisation has no such key."""


class InvitationUnknown(LookupError):
    """The organisation has no such open invitation."""
