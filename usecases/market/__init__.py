"""The marketplace: carts, contracts, payments, subscriptions and calendars of a shop's users."""
