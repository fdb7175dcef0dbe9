"""What a letter holds. Checked on 2026-11-21."""

from baraza.messaging.contract import Limits

# RFC 5322 sets no limit; our longest texts are a clerk's words (4000 characters) and what stands around them.
LIMITS = Limits(text=20000, reaches_phone=False, letters=True)
# RFC 5322, 2.1.1: a line of the heading has at most 998 characters; mailboxes show about sixty.
SUBJECT_LENGTH = 150
