"""The books for other programs: plain text for hledger and Beancount, a workbook for people."""

from jalon.fund.exports.journal import FORMATS, lines
from jalon.fund.exports.workbook import workbook

__all__ = ("FORMATS", "lines", "workbook")
