"""The user: a person known to a shop, who buys, sells, hosts or runs it."""

from peewee import BooleanField, CharField, ForeignKeyField, TextField

from models.base import MomentField, Table
from models.errors import Conflict, Forbidden
from models.shop import Shop

# What somebody may be in a shop, the least first. Who is none of them is known and no more.
ROLES = ("member", "editor", "admin", "owner")
MEMBER, EDITOR, ADMIN, OWNER = ROLES
LONGEST_EMAIL, LONGEST_USERNAME = 254, 40


class EmailTaken(Conflict):
    """Another user of the shop has this e-mail address."""

    code = "email-taken"


class UsernameTaken(Conflict):
    """Another user of the shop has this name."""

    code = "username-taken"


class Outranked(Forbidden):
    """Who asks has no higher role than whom they ask about."""

    code = "outranked"


class User(Table):
    """A person. `email` is in lower case and, like `username`, unique in the shop.

    `picture` is a storage key; `role` one of ROLES or None. `connect_id` and `customer_id` are the
    payment provider's, for what the user gets and pays. `deletes_at`: then the user is removed.
    """

    shop_id: int
    shop = ForeignKeyField(Shop, backref="users", on_delete="CASCADE", index=False)
    email = CharField(max_length=LONGEST_EMAIL)
    username = CharField(max_length=LONGEST_USERNAME, null=True)
    name = CharField(max_length=200, null=True)
    first_name = CharField(max_length=200, null=True)
    last_name = CharField(max_length=200, null=True)
    bio = TextField(null=True)
    picture = CharField(max_length=200, null=True)
    plan = CharField(max_length=200, null=True)
    time_zone = CharField(max_length=64, default="UTC")
    role = CharField(max_length=10, null=True)
    connect_id = CharField(max_length=255, null=True)
    customer_id = CharField(max_length=255, null=True)
    # The way to pay that is taken unless another is named; None: the newest.
    pays_with = CharField(max_length=255, null=True)
    charges_enabled = BooleanField(default=False)
    details_submitted = BooleanField(default=False)
    authenticated_at = MomentField(null=True)
    onboarded_at = MomentField(null=True)
    deletes_at = MomentField(null=True, index=True)

    @property
    def whole_name(self) -> str | None:
        """The name, or what first and last name make of one."""
        return self.name or " ".join(filter(None, (self.first_name, self.last_name))) or None

    @property
    def called(self) -> str | None:
        """What others call them: their name, else their username."""
        return self.whole_name or self.username

    class Meta:
        # `user` is a word of PostgreSQL's own.
        table_name = "shop_user"
        indexes = (
            (("shop", "email"), True),
            (("shop", "username"), True),
            (("shop", "role"), False),
            (("shop", "id"), False),
        )


class UserLink(Table):
    """An address that a user shows: their site, their page elsewhere."""

    user_id: int
    user = ForeignKeyField(User, backref="links", on_delete="CASCADE")
    label = CharField(max_length=200)
    url = CharField(max_length=2048)


def rank_of(role: str | None) -> int:
    """Tell how much a role is: 0 for none."""
    return ROLES.index(role) + 1 if role in ROLES else 0
