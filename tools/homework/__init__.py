"""Homework: notebooks as nbgrader assignments, what grades them, and a table of learners' reports: docs/homework.md."""
