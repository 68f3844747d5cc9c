"""NOUNS: the tables, their rules and refusals; one file per aggregate."""
