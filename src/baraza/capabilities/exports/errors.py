"""Why a file cannot be asked for, made or opened. All of them can be shown to people."""


class ExportRefused(ValueError):
    """The root of what is anticipated here."""


class ExportUnknown(LookupError):
    """This organisation has no such file or schedule, or it is not this person's."""


class KindUnknown(ExportRefused):
    """No list of this name is offered."""


class FormatUnknown(ExportRefused):
    """Neither CSV nor XLSX nor PDF."""


class TooManyRows(ExportRefused):
    """More than this format can hold; `most` is what it can."""

    def __init__(self, *, rows: int, most: int) -> None:
        super().__init__(f"{rows} rows, {most} at most")
        self.rows, self.most = rows, most


class TooManyWaiting(ExportRefused):
    """One person has several files in the making already."""


class ScheduleWrong(ExportRefused):
    """A schedule that cannot be kept: no recipient who may read it, or an hour or a day that do not exist."""
