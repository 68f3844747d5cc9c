"""EDGE for the terminal: `vitrine serve`, `worker`, `migrate`, `shop …`, `key …`."""
