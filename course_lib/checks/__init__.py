"""Exercise checks, one file per notebook: `from course_lib.checks import backprop as exercise`."""
