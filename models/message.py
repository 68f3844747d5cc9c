"""The message: what viewers and hosts write in the chat of a live."""

from peewee import BooleanField, CharField, ForeignKeyField, IntegerField, TextField

from models.base import MomentField, Table
from models.content import Content


class Message(Table):
    """One message; `created_at` is when it was sent. A moderated one is hidden from viewers."""

    content_id: int
    content = ForeignKeyField(Content, backref="messages", on_delete="CASCADE")
    author = CharField(max_length=100)
    text = TextField()
    question = BooleanField(default=False)
    votes = IntegerField(default=0)
    answered_at = MomentField(null=True)
    moderated = BooleanField(default=False)
    by_host = BooleanField(default=False)
