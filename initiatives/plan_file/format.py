"""The format: every table of a plan file with its columns, in the order in which the tables are written.

``docs/plan-file.md`` tells people of it.
"""

from initiatives.plan_file.content_tables import NUMBERS, TEXT, TREE
from initiatives.plan_file.register_tables import REGISTER

TABLES = {table.key: table for table in (*REGISTER, *TREE, *NUMBERS, *TEXT)}
IN_FILE = {key: table for key, table in TABLES.items() if table.sheet}
