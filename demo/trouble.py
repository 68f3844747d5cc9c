"""What can go wrong in the demo, said in one sentence that the person at the terminal can act on."""


class Trouble(Exception):
    """The demo cannot go on; the message says why and what would help."""
