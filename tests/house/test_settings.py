"""The README tells every setting, its default and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from app import Settings

README = (Path(__file__).resolve().parents[2] / "README.md").read_text()


def test_the_readme_lists_the_settings_with_their_defaults() -> None:
    told = dict(re.findall(r"^\| `VITRINE_([A-Z_]+)` \| (.*?) \|", README, re.MULTILINE))
    real = {
        name.upper(): f"`{field.default}`" if str(field.default) else ""
        for name, field in Settings.model_fields.items()
    }
    assert told == real


def test_the_readme_says_what_each_setting_is() -> None:
    for field in Settings.model_fields.values():
        assert field.description
        assert field.description in README
