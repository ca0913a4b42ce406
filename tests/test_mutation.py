"""The list of mutations follows the library: each line is where it is said to be, and each test exists."""

from pathlib import Path

import pytest

from tests.mutation import MUTATIONS, broken


def test_there_are_at_least_forty_and_every_part_of_the_library_has_some():
    assert len(set(MUTATIONS)) == len(MUTATIONS) >= 40
    for part in ("mlp/", "lessons/", "live/", "view/", "diagnostics", "initializers", "exercise"):
        assert sum(mutation.file.startswith(part) for mutation in MUTATIONS) >= 2, part


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.file} {m.old}")
def test_a_mutation_changes_one_line_and_its_tests_exist(mutation):
    broken(mutation)
    for word in mutation.tests.split():
        assert not word.endswith(".py") or (Path(__file__).parent / word).exists(), word
