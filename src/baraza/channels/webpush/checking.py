"""Says whether notifications can be sent: there is no account to try, only our own keys."""

from django.conf import settings

from baraza.lib.push_keys import KeyUnusable, public_key
from baraza.lib.translation import gettext_noop as _
from baraza.messaging.check_report import CheckLine, CheckState
from baraza.messaging.contract import CheckReport


def check() -> CheckReport:
    return CheckReport(lines=(_keys(), _https()))


def _keys() -> CheckLine:
    fix = _("Ask the operator to make a key pair with “baraza webpush new-keys” and to set BARAZA_VAPID_KEYS.")
    if not settings.VAPID_KEYS:
        return CheckLine(
            code="keys",
            state=CheckState.WRONG,
            says=_("No key pair was made: nobody can switch notifications on."),
            fix=fix,
        )
    try:
        public_key(settings.VAPID_KEYS[0])
    except KeyUnusable:
        return CheckLine(code="keys", state=CheckState.WRONG, says=_("The key pair cannot be read."), fix=fix)
    return CheckLine(code="keys", state=CheckState.GOOD, says=_("The key pair is there."))


def _https() -> CheckLine:
    if settings.PUBLIC_URL.startswith("https://"):
        return CheckLine(
            code="https", state=CheckState.GOOD, says=_("Residents reach us by https, which browsers ask for.")
        )
    return CheckLine(
        code="https",
        state=CheckState.WARNING,
        says=_("Our own address is not https: browsers allow notifications on this machine alone."),
        fix=_("Ask the operator to set BARAZA_PUBLIC_URL once the certificate is there."),
    )
