"""What can go wrong in the demo, said so that the person at the terminal can act on it."""


class Trouble(Exception):
    """The demo cannot go on; the message says why and what would help."""
