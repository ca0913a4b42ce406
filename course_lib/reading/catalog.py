"""Every finding by its name: why it matters, what to try, where the course explains it, the line that shows it."""

from course_lib.checking import Registry
from course_lib.reading.entries import STARTS
from course_lib.reading.entries_parts import PARTS
from course_lib.reading.slips import SLIPS

CATALOG = Registry("finding", STARTS | PARTS | SLIPS)
