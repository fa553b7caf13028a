"""Files from outside, read, checked and digested in a process of its own with limits.

Nothing here knows Django or the database: `process.main` is what runs; `evidence.imports` starts it and takes
over what it hands out.
"""
