"""Auctions: products of a live sold to the highest bid while the show is on air."""
