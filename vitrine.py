"""The installed command's door: makes the flat tree importable from inside its one directory.

In a checkout this file stands beside `app.py`; in the wheel it is `vitrine/__init__.py`
and everything else stands in the same directory, so site-packages gains a single name.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from app import create_app, main

__all__ = ["create_app", "main"]
