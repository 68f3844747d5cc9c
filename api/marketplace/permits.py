"""Who may do what in the marketplace API: one table over all its routes, read by their doors.

The shop's key opens all that is not a user's own; a user's token opens that, and what their role,
or a lower one, opens.
"""

from __future__ import annotations

from typing import NamedTuple

from models.user import ADMIN, EDITOR, MEMBER, OWNER

# No roles: the shop's server alone; a user for themselves; any user, or the server; everybody.
SERVER, SELF, PERSON, ANYBODY = "server", "self", "person", "anybody"
READ, WRITE = "content.read", "content.write"


class Permit(NamedTuple):
    """The least role that opens an operation, or who; and what a key must carry.

    Without a scope an answer is never kept to be given again: it has secrets in it.
    """

    least: str
    scope: str | None


PERMITS = {
    "auth.ask": Permit(SERVER, None),
    "auth.verify": Permit(SERVER, None),
    "auth.refresh": Permit(SERVER, None),
    "platforms.show": Permit(MEMBER, READ),
    "platforms.by_domain": Permit(MEMBER, READ),
    "platforms.by_id": Permit(MEMBER, READ),
    "platforms.change": Permit(ADMIN, WRITE),
    "platforms.change_logo": Permit(ADMIN, WRITE),
    "community.show": Permit(MEMBER, READ),
    "community.change": Permit(OWNER, WRITE),
    "waitlists.index": Permit(EDITOR, READ),
    "waitlists.create": Permit(EDITOR, WRITE),
    "waitlists.count": Permit(MEMBER, READ),
    "waitlists.grant": Permit(ADMIN, WRITE),
    "waitlists.remove": Permit(ADMIN, WRITE),
    "account.show": Permit(SELF, READ),
    "account.change": Permit(SELF, WRITE),
    "account.remove": Permit(SELF, WRITE),
    "account.change_image": Permit(SELF, WRITE),
    "account.add_link": Permit(SELF, WRITE),
    "account.remove_link": Permit(SELF, WRITE),
    "users.index": Permit(EDITOR, READ),
    "users.create": Permit(ADMIN, WRITE),
    "users.show": Permit(EDITOR, READ),
    "users.change": Permit(ADMIN, WRITE),
    "users.remove": Permit(ADMIN, WRITE),
    "users.change_image": Permit(ADMIN, WRITE),
    "users.add_link": Permit(ADMIN, WRITE),
    "users.remove_link": Permit(ADMIN, WRITE),
    "usernames.make": Permit(ANYBODY, None),
    "usernames.make_misspelt": Permit(ANYBODY, None),
    "media.upload": Permit(PERSON, WRITE),
}
