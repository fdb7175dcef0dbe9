"""USSD: what one screen holds, and the gateways through which it is reached."""
