"""Tables for spreadsheets: CSV in which no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

# What spreadsheets begin a formula at (OWASP, "CSV Injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def sheet(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Answer a table as a CSV file (RFC 4180, UTF-8); None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([_cell(each) for each in row] for row in rows)
    saved = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(out.getvalue(), headers=saved, content_type="text/csv; charset=utf-8")


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
