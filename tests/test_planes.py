"""Data on the unit square and the lines that networks are compared with."""

import numpy as np
import pytest

from course_lib.lessons import planes


@pytest.mark.parametrize("name", ["xor", "or", "moons", "circles"])
def test_all_samples_lie_inside_the_square_and_the_grid_covers_it(name):
    square = planes.plane(name)
    points = square.on_square(square.X)
    assert points.min() > 0.05 and points.max() < 0.95
    np.testing.assert_allclose(square.on_square(square.grid())[:, [0, -1]], [[0, 1], [0, 1]], atol=1e-12)


@pytest.mark.parametrize(("name", "right"), [("xor", 0.75), ("or", 1.0)])
def test_best_half_plane_of_the_corners(name, right):
    normal, offset, share = planes.best_half_plane(name)
    X, Y = planes.plane(name)[:2]
    assert share == right == ((normal @ X > offset) == (Y[0] == 1)).mean()
    assert np.abs(normal @ X - offset).min() > 0.2, "it keeps away from the samples"


def test_no_random_half_plane_beats_the_best():
    rng = np.random.default_rng(0)
    for name in ("xor", "moons", "circles"):
        X, Y = planes.plane(name)[:2]
        normals, offsets = rng.normal(size=(4000, 2)), rng.normal(size=(4000, 1))
        shares = ((normals @ X > offsets) == (Y == 1)).mean(axis=1)
        assert shares.max() <= planes.best_half_plane(name)[2]


def test_logistic_regression_is_stuck_on_xor_and_solves_or():
    weights, bias, loss = planes.logistic_regression("xor")
    assert loss == pytest.approx(np.log(2)) and np.abs(weights).max() == bias == 0
    assert planes.logistic_regression("or")[2] < 0.02


def test_a_line_meets_the_square_at_two_points_of_its_edge():
    square = planes.plane("moons")
    normal, offset, _ = planes.best_half_plane("moons")
    ends = planes.line_on_square(normal, offset, square)
    in_data = square.corner + square.side * ends
    np.testing.assert_allclose(normal @ in_data, offset, atol=1e-9)
    assert ((np.abs(ends) < 1e-9) | (np.abs(ends - 1) < 1e-9)).any(axis=0).all()
    assert np.hypot(*np.diff(ends, axis=1)) > 0.5
    assert planes.line_on_square(normal, 1e3, square) is None
    assert planes.line_on_square((0.0, 0.0), 0.0, square) is None


def test_answers_are_the_networks_own():
    from course_lib import mlp
    square = planes.plane("circles")
    network = mlp.build(np.random.default_rng(0), (2, 4, 1), "tanh", "normal")
    grid = planes.answers(network, square)
    corner = mlp.forward(network, square.corner + square.side * np.array([[1.0], [0.0]]))[-1].A.item()
    assert grid.shape == (planes.GRID, planes.GRID) and grid[0, -1] == pytest.approx(corner)
