"""Notebook 99: the same fifteen questions before the course and after it."""
