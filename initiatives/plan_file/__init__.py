"""A whole plan from one readable file, TOML or workbook, and back into one.

reading the file → comparing it with the database → checking → writing, all or nothing     (loading.load)
the database → a document → the file                                                       (dumping.dump)
"""

from initiatives.plan_file.document import Document, PlanFileError, Problem
from initiatives.plan_file.dumping import dump
from initiatives.plan_file.formats import LIMIT, TOO_LARGE, WRITERS, WRONG_ENDING, read
from initiatives.plan_file.loading import Report, as_json, changes_something, load

__all__ = [
    "LIMIT",
    "TOO_LARGE",
    "WRITERS",
    "WRONG_ENDING",
    "Document",
    "PlanFileError",
    "Problem",
    "Report",
    "as_json",
    "changes_something",
    "dump",
    "load",
    "read",
]
