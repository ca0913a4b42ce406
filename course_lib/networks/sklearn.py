"""From scikit-learn's MLPClassifier and MLPRegressor, without importing scikit-learn."""

from course_lib.networks.arrays import from_arrays


def from_sklearn(model):
    """A network from a fitted MLPClassifier or MLPRegressor (coefs_, intercepts_, activation, out_activation_).

    A network that has seen no data has no weights there: model.partial_fit(X, y, classes) makes one step.
    """
    for part in ("steps", "best_estimator_"):
        if hasattr(model, part):
            itself = "model[-1], and X as it enters that step" if part == "steps" else "model.best_estimator_"
            raise TypeError(f"{type(model).__name__} holds a network among other things: hand in the MLP, {itself}")
    if hasattr(model, "hidden_layer_sizes") and not hasattr(model, "coefs_"):
        raise ValueError(f"this {type(model).__name__} is not fitted, so it has no weights yet: model.fit(X, y), or "
                         "model.partial_fit(X, y, classes) for one step")
    if not hasattr(model, "coefs_") or not hasattr(model, "intercepts_"):
        raise TypeError(f"model must be an MLPClassifier or MLPRegressor, not {type(model).__name__}")
    return from_arrays(list(model.coefs_), list(model.intercepts_), model.activation,
                       getattr(model, "out_activation_", "identity"), layout="inputs_units")
