"""Homework: what runs at each push is in test_homework.py; real_nbgrader.py needs `make test-assignment`."""
