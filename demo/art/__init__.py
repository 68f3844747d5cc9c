"""The demo shop's pictures, drawn by code: a function each, two backdrops, one printer."""
