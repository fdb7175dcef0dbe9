"""What a USSD screen holds. Checked on 2026-11-20."""

from baraza.messaging.contract import Limits

# A GSM message carries 160 octets, 182 septets (3GPP TS 23.038), but operators show less: Safaricom 160 characters,
# Airtel Kenya 184 (Africa's Talking's help centre). 160 is shown by all; Africa's Talking counts its own "CON " and
# "END " among them. The same room is kept with every gateway, so that a dialogue looks the same on all.
SCREEN_SEPTETS = 160
PREFIX_SEPTETS = 4
LIMITS = Limits(text=SCREEN_SEPTETS - PREFIX_SEPTETS, alphabet="gsm7", one_message_per_turn=True)

# What a gateway may send us; real ones are far shorter.
SESSION_LENGTH = 150
TEXT_LENGTH = 4000
