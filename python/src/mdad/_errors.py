"""What can go wrong, in the program's words."""


class Error(Exception):
    """A question that could not be answered. Its text is the program's line.

    Attributes:
        status: the program's exit status; 70 if the fault is not that of the question.
    """

    status = 70

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        if status is not None:
            self.status = status


class UsageError(Error):
    """A question that cannot be asked in this way: an unknown keyword, a value out of range (status 64)."""

    status = 64


class InputError(Error):
    """Data that cannot be read (status 65), or that is not there (66)."""

    status = 65


class InputWarning(UserWarning):
    """Something about the data that deserves a second look: the program's notes on standard error."""


def error(message: str, status: int) -> Error:
    """Returns the error that an exit status stands for."""
    if status == 64:
        return UsageError(message)
    if status in (65, 66):
        return InputError(message, status)
    return Error(message, status)
