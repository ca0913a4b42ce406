"""The claims that the course tests: in our own words, with verdict, limit, experiment and printed numbers.

`POPULAR` are those of one page, `TODAY` those of papers and threads; `CLAIMS`, all of them, is the one place for
them: notebook 00 and the web site show it, tests/test_claims_table.py recomputes it. `NOTEBOOKS` says what the course
consists of and in which order. Data and HTML only.
"""

from course_lib.claims.notebooks import NOTEBOOKS, in_words
from course_lib.claims.rows import CLAIMS, POPULAR, TODAY, VERDICTS, Claim, Experiment
from course_lib.claims.table import Table, contents, link, meanings, stations, table, tally, today

__all__ = ["CLAIMS", "NOTEBOOKS", "POPULAR", "TODAY", "VERDICTS", "Claim", "Experiment", "Table", "contents",
           "in_words", "link", "meanings", "stations", "table", "tally", "today"]
