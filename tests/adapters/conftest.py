"""Comparisons with other libraries run in an environment that has them: make test-adapters. Not collected elsewhere."""

import os

collect_ignore_glob = [] if os.environ.get("COURSE_ADAPTERS") else ["test_*.py"]
