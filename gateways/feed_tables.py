"""Feeds as tables: CSV, TSV, semicolons, and the file whose columns are parted by `|`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from gateways.feed_rows import MOST_OF_A_ROW, Row, Unreadable, name_of

SEPARATORS = "\t|;,"


def rows(text: io.TextIOWrapper) -> Iterator[Row]:
    """Read the rows below the line that names the columns; raises `Unreadable`."""
    head = _line(text)
    separator = max(SEPARATORS, key=head.count)
    if not head.count(separator):
        raise Unreadable("the first line must name the columns, parted by | ; , or tabs")
    columns = [name_of(each) for each in next(csv.reader([head], delimiter=separator))]
    twice = sorted({each for each in columns if each and columns.count(each) > 1})
    if twice:
        raise Unreadable(f"the column {twice[0][:100]} stands twice")
    yield from _rows(text, separator, columns)


def _rows(text: io.TextIOWrapper, separator: str, columns: list[str]) -> Iterator[Row]:
    reader = csv.reader(iter(lambda: _line(text), ""), delimiter=separator)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(number, {}, f"cannot be read: {error}")
            continue
        if not any(each.strip() for each in cells):
            number -= 1
        elif len(cells) > len(columns) and any(cells[len(columns) :]):
            yield Row(number, {}, f"has {len(cells)} fields under {len(columns)} columns")
        elif len(cells) < len(columns) - 1:
            # One empty last field may be left out; more is a line that broke.
            yield Row(number, {}, f"has {len(cells)} fields under {len(columns)} columns")
        else:
            pairs = zip(columns, cells, strict=False)
            yield Row(number, {name: cell.strip() for name, cell in pairs if cell.strip()})


def _line(text: io.TextIOWrapper) -> str:
    line = text.readline(MOST_OF_A_ROW)
    if len(line) == MOST_OF_A_ROW and not line.endswith("\n"):
        raise Unreadable(f"a line has more than {MOST_OF_A_ROW:,} letters")
    return line
