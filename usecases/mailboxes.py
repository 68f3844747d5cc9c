"""Mailboxes: e-mail addresses as people write them, made alike."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email

from models.errors import Invalid, Problem
from models.user import LONGEST_EMAIL


def read_mailbox(text: str, where: str) -> str:
    """Read an e-mail address, in lower case; its server is not asked. Raises `Invalid`."""
    try:
        if len(text) > LONGEST_EMAIL:
            raise EmailNotValidError("It is too long.")
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise Invalid(Problem(where, f"is no e-mail address: {error}")) from None
    # No provider tells two people by the case of a letter.
    return str(found.ascii_email).lower()
