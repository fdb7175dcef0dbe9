"""What is known of Retell's doors, with where it is said (looked up 2026-11-20)."""

from baraza.messaging.contract import Limits
from baraza.messaging.voice import TRANSCRIPT, TRANSFERS

# Nothing is written to people over this channel: agents speak, we keep what was said.
LIMITS = Limits(text=0, reaches_phone=False, takes_photos=False)
# docs.retellai.com/features/secure-webhook: a signature is good for five minutes, whichever clock is ahead.
WINDOW_MS = 5 * 60 * 1000
# docs.retellai.com/features/webhook-overview: what an agent sends unless it is told otherwise, and what it can send.
USUAL_EVENTS = ("call_started", "call_ended", "call_analyzed")
FURTHER_EVENTS = (TRANSCRIPT, *TRANSFERS)
# POST /v3/list-calls: a page when it takes no larger one; the older way took a thousand.
PAGE, SMALL_PAGE = 1000, 50
# The largest answer on one call that is read; a transcript of some hours has a few megabytes.
CALL_BYTES = 16 * 1024 * 1024
LIST_BYTES = 64 * 1024 * 1024
