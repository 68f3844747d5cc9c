"""Tests of the pages: players, carousels, notices, sharing, languages."""
