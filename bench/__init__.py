"""Measures what Vitrine promises: `python -m bench` prints one report (`make bench`)."""
