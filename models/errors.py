"""The refusals of the domain, in its own words; edges translate them once (`api/errors.py`)."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing wrong with what was sent: where (a JSON pointer or a parameter's name) and why."""

    where: str
    why: str


class DomainError(Exception):
    """Something the caller asked for cannot be; the message tells what would work."""

    code = "refused"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(DomainError):
    """No such thing here, or not the caller's, which is the same to the caller."""

    code = "not-found"


class Invalid(DomainError):
    """What was sent cannot be used; `problems` names each fault."""

    code = "invalid"

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{each.where}: {each.why}" for each in problems))
        self.problems = problems


class Unauthorized(DomainError):
    """Who is asking could not be established."""

    code = "unauthorized"


class Forbidden(DomainError):
    """The caller is known and may not do this."""

    code = "forbidden"


class Conflict(DomainError):
    """The thing exists in a state that does not allow this now."""

    code = "conflict"


class Expired(DomainError):
    """It was valid once and is not any more."""

    code = "expired"


class TooLarge(DomainError):
    """More bytes than allowed."""

    code = "too-large"


class Unavailable(DomainError):
    """A machine we need is out of order; trying again later may work."""

    code = "unavailable"
