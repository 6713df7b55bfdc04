"""回答票: the yearly records of a department as a workbook or CSV, out to the clerks and back again.

columns    which columns the three tables have, and what each box of the form is called there
keys       管理番号, which lead a row of a file back to its record and the version that was handed out
wording    what stands in a cell for a value of the form, and the other way round
content    the rows of records, as cells
workbook   writes the workbook; csv_file writes and reads CSV
table      finds the three tables in what was sent
comparison what was sent against what was handed out and what stands now, cell by cell
exchange   the verbs: hand out, take in, apply
"""
