"""Which texts residents read: those must be in all languages. Staff's and operators' pages may be in English."""

from baraza.operations.translations.texts import ANY_LENGTH, Use

# Folders and files, below the source, of what only staff, operators and developers see.
NOT_FOR_RESIDENTS = (
    "capabilities/exports/",
    "capabilities/feedback/",
    "capabilities/live/words.py",
    "capabilities/staff_letters/",
    "capabilities/webhooks/",
    "core/",
    "operations/",
    "services/call_analytics/",
    "services/complaints/exports.py",
    "services/complaints/queries/own_counts.py",
    "services/complaints/rules/bulk.py",
    "services/complaints/rules/columns.py",
    "services/complaints/rules/figures.py",
    "web/console/",
    "web/ui/chart_samples.py",
    "web/ui/samples.py",
    "web/ui/templates/ui/console_page.html",
    "web/ui/templates/ui/gallery/",
    "web/ui/templates/ui/live_bell.html",
    "web/ui/templates/ui/search_box.html",
    "web/ui/templates/ui/support_banner.html",
    "web/ui/templates/ui/time_limit.html",
    "web/ui/views.py",
)
# Files in those folders whose texts residents do read.
FOR_RESIDENTS = (
    "operations/demo/organisations.py",
    "operations/translations/borrowed.py",
)
# Labels that the source does not show to be labels, with the room they are shown in (WhatsApp: 20 on a button, 24 in
# a row of a list).
_ROOMS_BY_FILE = {"services/complaints/rules/categories.py": 24}
_ROOMS_BY_TEXT = {"More…": 24, "Back to the first": 24, "Yes": 20, "Choose": 20}


# Files of these names say in every package what staff may do, and to staff what is wrong with a connection.
_OF_STAFF_BY_NAME = ("/policies.py", "/checking.py", "/records_checking.py", "/check_words.py", "/own_address.py")


def staff_area(path: str) -> str:
    """The entry of NOT_FOR_RESIDENTS that the file belongs to; "" when residents read it."""
    if path in FOR_RESIDENTS:
        return ""
    named = next((name for name in _OF_STAFF_BY_NAME if path.endswith(name)), "")
    if named:
        return named
    return next((area for area in NOT_FOR_RESIDENTS if path == area or path.startswith(area)), "")


def room_of(use: Use) -> int:
    """The shortest room that is known for this use; ANY_LENGTH when none is."""
    known = (use.room, _ROOMS_BY_FILE.get(use.path, ANY_LENGTH), _ROOMS_BY_TEXT.get(use.text.id, ANY_LENGTH))
    return min((room for room in known if room), default=ANY_LENGTH)
