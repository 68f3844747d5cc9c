"""EDGE for machines: one folder per API, one file per resource, and the few files they share."""
