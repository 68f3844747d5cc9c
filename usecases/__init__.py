"""VERBS: what people do here; plain functions with their own transactions that know no HTTP."""
