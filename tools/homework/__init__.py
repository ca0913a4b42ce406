"""Homework: notebooks as nbgrader assignments, what grades them, and a table of learners' reports. See docs/homework.md."""
