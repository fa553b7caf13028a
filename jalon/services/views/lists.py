"""A public list as a file that programs and spreadsheets read."""

import csv
from collections.abc import Mapping, Sequence

from django.http import HttpResponse


def csv_of(rows: Sequence[Mapping], columns: Sequence[str], name: str) -> HttpResponse:
    """The rows as CSV, a column a key; several values of a cell stand in it with a bar between."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(columns)
    writer.writerows([[as_text(row[key]) for key in columns] for row in rows])
    return response


def as_text(value) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = " | ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
