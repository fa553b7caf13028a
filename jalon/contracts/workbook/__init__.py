"""The contract workbook: a spreadsheet an officer or a director fills without learning anything.

`writing` makes it, prefilled; `process` reads one that comes back, under limits; `reading` turns its cells
into terms, or into everything that is wrong with them; `difference` says what it would change.
"""
