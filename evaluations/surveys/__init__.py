"""アンケート: the bank of items, the surveys of each year, their results, and how these are read.

``bank`` keeps series, items and wordings; ``holding`` the surveys and their publication; ``results`` what was answered;
``results_file`` the same as CSV or workbook, out and in; ``suppression`` what must not be seen (秘匿); ``changes`` the
change between years; ``tables`` what pages, CSV and PDF show.
"""
