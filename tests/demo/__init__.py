"""Tests of the demo: its shop, its stock, its start and its end."""
