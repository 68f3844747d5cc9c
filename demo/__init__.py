"""The demo: a made-up shop on an origin of its own, stocked through Vitrine's public API."""
