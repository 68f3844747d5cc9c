"""`/audience/v1/lives/<uid>/reminders`: a mail before the show, for who asks and agrees to it."""

from __future__ import annotations

from typing import Annotated

from flask import Blueprint, request
from pydantic import Field

from api.body import Input
from api.limits import count_reminder
from api.operation import Answer, operation
from models.errors import NotFound
from usecases import reminders
from usecases.reminders import NothingToAwait, RemindersFull

routes = Blueprint("reminders", __name__)


class NewReminder(Input):
    """Who is to be reminded, and what they agreed to."""

    mail: Annotated[str, Field(max_length=254)] = Field(description="Their e-mail address.")
    consent: Annotated[str, Field(max_length=10)] = Field(
        description="Which wording was agreed to, as the page's box says it."
    )
    locale: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{1,35}$")] = Field(
        description="The language to write in (BCP 47)."
    )
    time_zone: Annotated[str, Field(max_length=64)] = Field(
        "", description="Theirs (IANA), for the hour in the mail; an unknown one is the shop's."
    )


@routes.post("")
@operation(
    "Ask for a reminder",
    body=NewReminder,
    status=204,
    scope=None,
    counted=False,
    errors=(NotFound, NothingToAwait, RemindersFull),
)
def create(uid: str, body: NewReminder) -> Answer:
    """Take a reminder; the answer is the same whether the address is known or not."""
    count_reminder()
    reminders.ask(
        uid,
        request.args.get("shop"),
        mail=body.mail,
        wording=body.consent,
        locale=body.locale,
        time_zone=body.time_zone,
    )
    return "", 204
