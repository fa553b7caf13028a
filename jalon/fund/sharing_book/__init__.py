"""The workbook of a sharing: who asks for how much, for which results, under which rules."""

from jalon.fund.sharing_book.incoming import opened
from jalon.fund.sharing_book.reading import Problem, Said, read
from jalon.fund.sharing_book.writing import as_problem, shares

__all__ = ("Problem", "Said", "as_problem", "opened", "read", "shares")
