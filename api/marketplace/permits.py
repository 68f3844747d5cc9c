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

    Without a scope an answer is never kept to be given again: it has secrets in it. With `own`, it
    opens also to the user whom its path names.
    """

    least: str
    scope: str | None
    own: bool = False


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
    "users.show": Permit(EDITOR, READ, own=True),
    "users.change": Permit(ADMIN, WRITE),
    "users.remove": Permit(ADMIN, WRITE),
    "users.change_image": Permit(ADMIN, WRITE),
    "users.add_link": Permit(ADMIN, WRITE),
    "users.remove_link": Permit(ADMIN, WRITE),
    "usernames.make": Permit(ANYBODY, None),
    "usernames.make_misspelt": Permit(ANYBODY, None),
    "media.upload": Permit(PERSON, WRITE),
    "wallet.open_account": Permit(SELF, None),
    "wallet.begin": Permit(SELF, None),
    "wallet.index": Permit(SELF, READ),
    "wallet.add": Permit(SELF, None),
    "wallet.remove": Permit(SELF, WRITE),
    "wallet.prefer": Permit(SELF, WRITE),
    "wallets.show_account": Permit(ADMIN, None),
    "wallets.index": Permit(ADMIN, READ),
    "wallets.remove": Permit(ADMIN, WRITE),
    "wallets.prefer": Permit(ADMIN, WRITE),
    "products.create": Permit(EDITOR, WRITE),
    "products.index": Permit(PERSON, READ),
    "products.index_of_user": Permit(PERSON, READ),
    "products.index_categories": Permit(PERSON, READ),
    "products.show": Permit(PERSON, READ),
    "products.change": Permit(EDITOR, WRITE),
    "products.remove": Permit(EDITOR, WRITE),
    "products.enable": Permit(EDITOR, WRITE),
    "products.disable": Permit(EDITOR, WRITE),
    "prices.index": Permit(PERSON, READ),
    "prices.create": Permit(EDITOR, WRITE),
    "prices.remove": Permit(EDITOR, WRITE),
    "prices.use": Permit(EDITOR, WRITE),
    "carts.add_product": Permit(SELF, WRITE),
    "carts.show": Permit(SELF, READ),
    "carts.remove_item": Permit(SELF, WRITE),
    "carts.clear": Permit(SELF, WRITE),
    "contracts.create": Permit(EDITOR, WRITE),
    "contracts.create_from_cart": Permit(SELF, WRITE),
    "contracts.index": Permit(EDITOR, READ),
    "contracts.index_of_buyer": Permit(EDITOR, READ, own=True),
    "contracts.index_of_seller": Permit(EDITOR, READ, own=True),
    "contracts.index_own": Permit(SELF, READ),
    "contracts.show": Permit(EDITOR, READ),
    "contracts.change": Permit(EDITOR, WRITE),
    "contracts.remove": Permit(EDITOR, WRITE),
    "contracts.include_fees": Permit(EDITOR, WRITE),
    "contracts.send": Permit(EDITOR, WRITE),
    "contracts.settle": Permit(ADMIN, WRITE),
    "contracts.sync": Permit(EDITOR, WRITE),
    "contracts.sync_by_get": Permit(EDITOR, WRITE),
    "contract_items.create": Permit(EDITOR, WRITE),
    "contract_items.remove": Permit(EDITOR, WRITE),
    "contract_buyers.create": Permit(EDITOR, WRITE),
    "contract_buyers.remove": Permit(EDITOR, WRITE),
    "contract_buyers.change_due": Permit(EDITOR, WRITE),
    "contract_sellers.create": Permit(EDITOR, WRITE),
    "contract_sellers.remove": Permit(EDITOR, WRITE),
    "contract_sellers.change_owed": Permit(EDITOR, WRITE),
    "contract_fees.create": Permit(EDITOR, WRITE),
    "contract_fees.change": Permit(EDITOR, WRITE),
    "contract_fees.remove": Permit(EDITOR, WRITE),
    "subscriptions.create": Permit(SELF, WRITE),
    "subscriptions.index": Permit(EDITOR, READ, own=True),
    "subscriptions.show": Permit(EDITOR, READ),
    "subscriptions.pause": Permit(EDITOR, WRITE),
    "subscriptions.resume": Permit(SELF, WRITE),
    "subscriptions.end": Permit(SELF, WRITE),
    "calendars.set_availability": Permit(SELF, WRITE),
    "calendars.change_availability": Permit(SELF, WRITE),
    "calendars.show_own": Permit(SELF, READ),
    "calendar_events.create": Permit(SELF, WRITE),
    "calendar_events.show": Permit(SELF, READ),
    "calendar_events.change": Permit(SELF, WRITE),
    "calendar_events.remove": Permit(SELF, WRITE),
    "availability.show": Permit(PERSON, READ),
    "transactions.index": Permit(ADMIN, READ),
    "transactions.show_revenue": Permit(ADMIN, READ, own=True),
    "transactions.show_spend": Permit(ADMIN, READ, own=True),
    "transactions.index_spenders": Permit(ADMIN, READ),
    "transactions.index_earners": Permit(ADMIN, READ),
    "transactions.show_volume": Permit(ADMIN, READ),
    "transactions.show_cart": Permit(ADMIN, READ),
    "transactions.show_month": Permit(ADMIN, READ),
    "transactions.show_year": Permit(ADMIN, READ),
    "estimates.show": Permit(ANYBODY, None),
    "localtime.show": Permit(ANYBODY, None),
}
