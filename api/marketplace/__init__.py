"""The marketplace API: a shop as a platform, its users and how they sign in (`/v1/…`)."""

from __future__ import annotations

from flask import Blueprint, Flask

from api.marketplace import (
    account,
    auth,
    availability,
    calendar_events,
    calendars,
    carts,
    community,
    contract_buyers,
    contract_fees,
    contract_items,
    contract_sellers,
    contracts,
    description,
    docs,
    estimates,
    localtime,
    media,
    platforms,
    prices,
    products,
    subscriptions,
    transactions,
    usernames,
    users,
    waitlists,
    wallet,
    wallets,
)
from api.marketplace.crossing import let_pages_call
from api.marketplace.envelope import spell_error
from api.marketplace.ids import Id

# What is below it and no other API's or page's fails in this one's words.
PREFIX = "/v1/"

# The map of the API: a resource's file, and where it stands.
RESOURCES: tuple[tuple[Blueprint, str], ...] = (
    (auth.routes, "/auth"),
    (platforms.routes, "/platforms"),
    (community.routes, "/platforms/community/user/<user_id>"),
    (waitlists.routes, "/waitlists"),
    (account.routes, "/users/auth"),
    (wallet.routes, "/users/auth"),
    (users.routes, "/users"),
    (wallets.routes, "/users/<id:user_id>"),
    (products.routes, "/products"),
    (prices.routes, "/products/<id:product_id>/prices"),
    (carts.routes, "/carts/auth"),
    (contracts.routes, "/contracts"),
    (contract_items.routes, "/contracts/<id:contract_id>/item"),
    (contract_buyers.routes, "/contracts/<id:contract_id>/buyer"),
    (contract_sellers.routes, "/contracts/<id:contract_id>/seller"),
    (contract_fees.routes, "/contracts/<id:contract_id>/fee"),
    (subscriptions.routes, "/subscriptions"),
    (calendars.routes, "/calendars/auth"),
    (calendar_events.routes, "/calendars/auth/event"),
    (availability.routes, "/calendars/user/<user_id>/availability"),
    (localtime.routes, "/calendar/localtime"),
    (transactions.routes, "/transactions"),
    (usernames.routes, "/utils"),
    (estimates.routes, "/utils/estimate"),
    (media.routes, "/utils/media"),
    (description.routes, "/openapi.json"),
    (docs.routes, "/docs"),
)

__all__ = ["PREFIX", "mount", "spell_error"]


def mount(app: Flask) -> None:
    """Mount every resource at its published path."""
    app.url_map.converters["id"] = Id
    api = Blueprint("marketplace", __name__, url_prefix="/v1")
    api.after_request(let_pages_call)
    for routes, prefix in RESOURCES:
        api.register_blueprint(routes, url_prefix=prefix)
    app.register_blueprint(api)
