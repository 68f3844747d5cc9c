"""Prints: headings, tables with aligned columns, aims met or missed."""

from __future__ import annotations

from collections.abc import Sequence


def heading(text: str) -> None:
    """Begin a part of the report."""
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def note(text: str) -> None:
    """Say a sentence."""
    print(f"  {text}", flush=True)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: the first column to the left, figures to the right."""
    lines = [columns, *rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(columns))]
    for line in lines:
        first, *others = (
            text.ljust(width) if at == 0 else text.rjust(width)
            for at, (text, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  " + "   ".join([first, *others]).rstrip(), flush=True)


def aim(text: str, value: float, bound: float, *, at_most: bool = False) -> None:
    """Say whether an aim is met."""
    met = value <= bound if at_most else value >= bound
    words = "at most" if at_most else "at least"
    told = (
        f"{value:,.2f} ({words} {bound:g})" if bound < 100 else f"{value:,.0f} ({words} {bound:,})"
    )
    print(f"  {'met   ' if met else 'MISSED'}  {text}: {told}", flush=True)


def number(value: float | None, digits: int = 0) -> str:
    """Spell a figure with thousands separated; a dash for what could not be read."""
    return "-" if value is None else f"{value:,.{digits}f}"


def megabytes(value: int | None) -> str:
    """Spell bytes as whole megabytes."""
    return "-" if value is None else f"{value / 1e6:,.0f}"
