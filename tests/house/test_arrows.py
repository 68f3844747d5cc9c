"""Arrows only go down. If this fails, move the code, not the table."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]

# A folder may import itself, libraries, and the folders named here.
MAY_IMPORT = {
    "models": set(),
    "gateways": set(),
    "media": set(),
    "usecases": {"models", "gateways", "media"},
    "api": {"usecases", "models", "gateways"},
    "pages": {"usecases", "models", "gateways"},
    "commands": {"usecases", "models", "gateways"},
    "demo": {"media"},
}
OURS = set(MAY_IMPORT) | {"app", "vitrine", "bench", "tests"}
KNOWS_NO_HTTP = ("models", "usecases", "media", "gateways")
STARTS_PROCESSES = {"media", "commands", "demo"}
# It is called and calls nobody; the names of the options of a connection are there.
IS_CALLED = HOME / "media" / "rtmp" / "listener.py"
# What an edge asks of a model goes through a use case.
QUERIES = {
    "select",
    "insert",
    "insert_many",
    "create",
    "get_or_create",
    "atomic",
    "save",
    "delete_instance",
}


def modules(folder: str) -> list[Path]:
    """Every module of a folder."""
    return sorted((HOME / folder).rglob("*.py"))


def imported(module: Path) -> set[str]:
    """The first names of everything a module imports."""
    names = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_a_folder_imports_what_stands_below_it(folder: str) -> None:
    wrong = {
        str(module.relative_to(HOME)): sorted(above)
        for module in modules(folder)
        if (above := (imported(module) & OURS) - MAY_IMPORT[folder] - {folder})
    }
    assert not wrong


@pytest.mark.parametrize("folder", KNOWS_NO_HTTP)
def test_below_the_edges_nothing_knows_flask(folder: str) -> None:
    assert not [str(each) for each in modules(folder) if "flask" in imported(each)]


def test_only_the_machine_room_and_the_starter_start_processes() -> None:
    wrong = [
        str(module.relative_to(HOME))
        for folder in set(MAY_IMPORT) - STARTS_PROCESSES
        for module in modules(folder)
        if imported(module) & {"subprocess", "multiprocessing"}
    ]
    assert not wrong


def test_only_gateways_call_other_machines() -> None:
    wrong = [
        str(module.relative_to(HOME))
        for folder in set(MAY_IMPORT) - {"gateways", "demo"}
        for module in modules(folder)
        if module != IS_CALLED and imported(module) & {"requests", "urllib3", "smtplib", "socket"}
    ]
    assert not wrong


def test_whoever_asks_for_payments_says_for_shops_of_which_mode() -> None:
    wrong = [
        f"{module.relative_to(HOME)}:{node.lineno}"
        for folder in MAY_IMPORT
        for module in modules(folder)
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and (node.func.id, len(node.args)) == ("payments", 0)
    ]
    assert not wrong


@pytest.mark.parametrize("folder", ["api", "pages", "commands"])
def test_edges_ask_use_cases_and_never_query(folder: str) -> None:
    wrong = []
    for module in modules(folder):
        tables = {
            alias.name
            for node in ast.walk(ast.parse(module.read_text()))
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("models.")
            for alias in node.names
        }
        wrong += [
            f"{module.relative_to(HOME)}:{node.lineno}"
            for node in ast.walk(ast.parse(module.read_text()))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in QUERIES
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in tables
        ]
    assert not wrong
