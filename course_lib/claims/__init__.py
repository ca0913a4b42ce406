"""The seventeen claims that the course tests: in our own words, with verdict, limit, experiment and printed numbers.

`CLAIMS` is the one place for them: notebook 00 and the web site show it, tests/test_claims_table.py recomputes it.
`NOTEBOOKS` says what the course consists of and in which order. Data and HTML only.
"""

from course_lib.claims.notebooks import NOTEBOOKS, in_words
from course_lib.claims.rows import CLAIMS, VERDICTS, Claim, Experiment
from course_lib.claims.table import Table, contents, link, meanings, stations, table, tally

__all__ = ["CLAIMS", "NOTEBOOKS", "VERDICTS", "Claim", "Experiment", "Table", "contents", "in_words",
           "link", "meanings", "stations", "table", "tally"]
