"""Lines of a test, written short."""

from baraza.messaging.check_report import CheckLine, CheckState


def good(code: str, says: str, **parameters: str) -> CheckLine:
    return CheckLine(code=code, state=CheckState.GOOD, says=says, parameters=parameters)


def warning(code: str, says: str, fix: str, **parameters: str) -> CheckLine:
    return CheckLine(code=code, state=CheckState.WARNING, says=says, fix=fix, parameters=parameters)


def wrong(code: str, says: str, fix: str, **parameters: str) -> CheckLine:
    return CheckLine(code=code, state=CheckState.WRONG, says=says, fix=fix, parameters=parameters)
