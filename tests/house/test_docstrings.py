"""Every module says what it is for, every public function what it does."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
FOLDERS = ("api", "commands", "demo", "gateways", "media", "models", "pages", "usecases", "bench")
MODULES = sorted(
    each
    for folder in FOLDERS
    for each in (HOME / folder).rglob("*.py")
    if "node_modules" not in each.parts
)
REFUSED_NAMES = {"core", "utils", "util", "helpers", "helper", "common", "services", "managers"}
LONGEST_MODULE = 300


@pytest.mark.parametrize("module", MODULES, ids=lambda each: str(each.relative_to(HOME)))
def test_everything_public_has_a_docstring(module: Path) -> None:
    tree = ast.parse(module.read_text())
    assert ast.get_docstring(tree), "a module opens with one sentence saying what it is for"
    # The methods of a protocol's implementation say the same as the protocol.
    public = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
    ]
    assert not [node.name for node in public if not ast.get_docstring(node)]


@pytest.mark.parametrize("module", MODULES, ids=lambda each: str(each.relative_to(HOME)))
def test_no_module_has_a_second_room_in_it(module: Path) -> None:
    assert "migrations" in module.parts or len(module.read_text().splitlines()) <= LONGEST_MODULE


def test_no_room_is_called_a_heap() -> None:
    assert not [each for each in MODULES if REFUSED_NAMES & {each.stem, each.parent.name}]
