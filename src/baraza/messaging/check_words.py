"""What the tests of all connections say in the same words: of an account that is not accepted, of our own address."""

from urllib.parse import urlsplit

from baraza.lib.translation import gettext_noop as _
from baraza.messaging.check_report import CheckLine, CheckState
from baraza.messaging.failures import Failure, SendError

_UNAWARE = frozenset({Failure.TEMPORARY, Failure.UNCERTAIN, Failure.THROTTLED})


def not_accepted(*, error: SendError, name: str, fix: str) -> CheckLine:
    """`name` is who was asked. Whoever did not answer has refused nothing; `fix` is for a refusal."""
    parameters = {"name": name, "why": error.detail}
    if error.failure in _UNAWARE:
        return CheckLine(
            code="account",
            state=CheckState.UNTRIED,
            says=_("%(name)s could not be asked: %(why)s"),
            fix=_("The account was not tried. Test again in some minutes."),
            parameters=parameters,
        )
    return CheckLine(
        code="account",
        state=CheckState.WRONG,
        says=_("%(name)s does not accept the account: %(why)s"),
        fix=fix,
        parameters=parameters,
    )


def unreachable(*, url: str, error: Exception) -> CheckLine:
    return CheckLine(
        code="reachable",
        state=CheckState.WRONG,
        says=_("Our own address %(host)s cannot be reached: %(why)s"),
        fix=_("Ask the operator whether the name, the certificate and the proxy are right."),
        parameters={"host": urlsplit(url).hostname or "?", "why": str(error)},
    )
