"""How many files, connections among them, the operating system lets this process hold."""

from __future__ import annotations

import resource


def allowed_files(wanted: int) -> int:
    """Ask for so many and answer how many of them are allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return wanted
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed
