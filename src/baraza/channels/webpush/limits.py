"""What a notification in a browser may carry. Checked on 2026-11-20."""

from baraza.messaging.contract import Limits

# The words come from the channel itself and say that there is news; whoever opens it reads the rest on the page.
LIMITS = Limits(text=120, reaches_phone=False, announces_only=True, reaches_devices=True)

# RFC 8291 wants one record, RFC 8030 lets a service refuse more than 4096 bytes: less than this is left for the words.
PAYLOAD_BYTES = 3993
# News of a report is of no use after a week.
TTL_SECONDS = 7 * 24 * 3600
# RFC 8292 takes at most 24 hours; a clock that is wrong by some minutes must not spoil it.
TOKEN_SECONDS = 12 * 3600
