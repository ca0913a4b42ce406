"""Numbers about arrays."""

import numpy as np
import pytest

from course_lib import diagnostics, mlp

ROWS = np.array([[1.0, 2.0], [3.0, 4.0], [1.0, 2.0], [1.0, 2.5]])


def test_distinct_rows_and_classes():
    assert diagnostics.distinct_rows(ROWS) == 3 and isinstance(diagnostics.distinct_rows(ROWS), int)
    assert diagnostics.row_classes(ROWS).tolist() == [0, 1, 0, 2]
    assert diagnostics.distinct_rows(np.zeros((4, 2))) == 1


@pytest.mark.parametrize(("difference", "rows"), [(1e-12, 1), (1e-6, 2), (1.1e-9, 2), (0.9e-9, 1)])
def test_the_tolerance_is_relative_to_the_largest_weight(difference, rows):
    for size in (1e-8, 1.0, 1e8):
        W = size * np.array([[1.0, 1.0], [1.0, 1.0 - difference]])
        assert diagnostics.distinct_rows(W) == rows
    assert diagnostics.distinct_rows([[1.0], [1.0 - difference]], tol=0) == 2


def test_a_batch_gives_an_array():
    W = np.stack([ROWS, np.ones((4, 2)), ROWS[[0, 1, 0, 1]]])
    assert diagnostics.distinct_rows(W).tolist() == [3, 1, 2]
    np.testing.assert_array_equal(diagnostics.row_spread(W), [2.0, 0.0, 2.0])
    assert diagnostics.row_spread([[0.0, 1.0], [0.0, 4.0]]) == 3.0  # the widest column, not their mean


def test_equal_rows_without_comparing_every_pair():
    """Against every pair, for matrices with equal and nearly equal rows, alone and in batches; and in a wide one."""
    for seed in range(40):
        rng = np.random.default_rng(seed)
        W = rng.normal(size=(*[3] * (seed % 3), int(rng.integers(1, 30)), int(rng.integers(1, 6))))
        rows = W.shape[-2]
        W[..., rng.integers(0, rows, 10), :] = W[..., rng.integers(0, rows, 10), :]
        W = W * (1 + 1e-13 * rng.normal(size=W.shape)) if seed % 2 else np.round(W)
        if seed > 30:
            W[...] = W[..., :1, :]
        apart = np.abs(W[..., :, None, :] - W[..., None, :, :]).max(axis=-1)
        first = (apart <= 1e-9 * np.abs(W).max(axis=(-2, -1))[..., None, None]).argmax(axis=-1)
        np.testing.assert_array_equal(diagnostics.distinct_rows(W), (first == np.arange(rows)).sum(axis=-1))
        if W.ndim == 2:
            np.testing.assert_array_equal(diagnostics.row_classes(W), np.unique(first, return_inverse=True)[1])
    wide = np.random.default_rng(0).normal(size=(3000, 3000))
    wide[1500] = wide[3]
    assert diagnostics.distinct_rows(wide) == 2999


def test_a_large_bias_does_not_make_different_weights_look_equal():
    W1, b1 = 1e-6 * np.array([[1.0, 2.0], [1.0, 2.1]]), np.full((2, 1), 5000.0)
    assert diagnostics.unit_classes((mlp.Layer(W1, b1, "tanh"), mlp.Layer(np.ones((1, 2)), np.zeros((1, 1)), "sigmoid")
                                     )).tolist() == [0, 1]


@pytest.mark.parametrize("W", [[1.0, 2.0], np.zeros((0, 2)), [[np.nan]], [["a"]]])
def test_bad_matrices(W):
    with pytest.raises((ValueError, TypeError), match="W"):
        diagnostics.distinct_rows(W)


def test_unit_classes_need_weights_bias_and_outgoing_weights_alike():
    def classes(**change):
        parts = {"W1": np.ones((3, 2)), "b1": np.zeros((3, 1)), "W2": np.ones((1, 3))} | change
        return diagnostics.unit_classes((mlp.Layer(parts["W1"], parts["b1"], "tanh"),
                                         mlp.Layer(parts["W2"], np.zeros((1, 1)), "sigmoid"))).tolist()

    assert classes() == [0, 0, 0]
    assert classes(W1=np.array([[1.0, 1], [1, 2], [1, 1]])) == [0, 1, 0]
    assert classes(b1=np.array([[0.0], [0], [1]])) == [0, 0, 1]
    assert classes(W2=np.array([[1.0, 2, 3]])) == [0, 1, 2]
    with pytest.raises(ValueError, match="hidden layer, 0 to 0"):
        diagnostics.unit_classes((mlp.Layer(np.ones((3, 2)), np.zeros((3, 1)), "tanh"),) * 2, layer=1)


def test_saturation():
    assert diagnostics.saturation(np.array([-1.0, -0.995, 0.98, 0.0])) == 0.5
    assert diagnostics.saturation(np.array([0.004, 0.5, 0.996, 0.9]), low=0, high=1) == 0.5


def test_rms_and_spread_show_different_things():
    """Units that ignore their input: a lively overall rms, no difference between samples."""
    A = np.repeat(np.array([[0.5], [-0.5]]), 4, axis=1)
    caches = (mlp.Cache(A, A, A), mlp.Cache(A, A, A * [1, -1, 1, -1]))
    np.testing.assert_allclose(diagnostics.rms_by_layer(caches), [0.5, 0.5])
    np.testing.assert_allclose(diagnostics.spread_by_layer(caches), [0.0, 0.5])


def test_central_differences_of_a_known_function():
    W = np.arange(6.0).reshape(2, 3)
    found = diagnostics.central_differences(lambda V: (V**3).sum(axis=(-1, -2)), W)
    np.testing.assert_allclose(found, 3 * W**2, atol=1e-7)


def test_accuracy_counts_the_samples_whose_largest_answer_is_right():
    Y = np.eye(3)[[0, 1, 2, 1]].T
    one = np.array([[5.0, 0, 0, 4], [1, 2, 3, 3], [0, 1, 2, 0]])  # answers 0, 1, 1, 0
    assert diagnostics.accuracy(one, Y) == 0.5
    np.testing.assert_array_equal(diagnostics.accuracy(np.stack([one, Y]), Y), [0.5, 1.0])
    with pytest.raises(ValueError, match="answers .* NaN"):
        diagnostics.accuracy(np.full((3, 4), np.nan), Y)


@pytest.mark.parametrize(("g", "mean"), [(lambda z: z**2, 1.0), (lambda z: z**4, 3.0), (np.cos, np.exp(-0.5)),
                                         (lambda z: z > 0, 0.5), (lambda z: np.maximum(z, 0) ** 2, 0.5)])
def test_means_over_a_gaussian(g, mean):
    z, weights = diagnostics.gaussian_points()
    assert len(z) == 4000 and 0.0 not in z
    assert weights @ g(z) == pytest.approx(mean, abs=1e-9)
