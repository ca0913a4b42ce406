"""What is not scaled, what the history of the loss says, and the rate."""

import numpy as np

from course_lib.reading.findings import Finding, Where
from course_lib.reading.rates import rate
from course_lib.reading.signs import rms


def steps(signs, losses=None):
    """The findings of this part. `losses`: the history of the loss, if there is one."""
    yield from _inputs(signs)
    if signs.Y is None:
        return
    yield from _targets(signs)
    if losses is not None:
        yield from _history(np.asarray(losses, dtype=float).ravel())
    if signs.rate is not None:
        yield from rate(signs)


def _inputs(signs):
    size, stds = rms(signs.X), signs.X.std(axis=1)
    varied = stds[stds > 1e-12 * max(size, 1e-300)]
    if not varied.size:
        if signs.X.shape[1] > 1:
            yield Finding("inputs not scaled", 90, "all samples have the same inputs", Where(), {"std": 0.0})
        return
    apart = float(varied.max() / varied.min() if varied.size <= 8 else np.divide(*np.quantile(varied, (0.95, 0.5))))
    top = float(np.linalg.norm(signs.X @ signs.X.T if len(signs.X) <= signs.X.shape[1] else signs.X.T @ signs.X, 2)
                / signs.X.shape[1]) if min(signs.X.shape) <= 256 else None
    words = f"X has rms {size:.3g}, mean {signs.X.mean():.3g} and std {varied.min():.3g} to {varied.max():.3g} by input"
    evidence = {"rms": size, "mean": float(signs.X.mean()), "ratio of std": apart}
    if top is not None:
        words += f"; the largest eigenvalue of X·Xᵀ/m is {top:.3g}"
        evidence["largest eigenvalue"] = top
    if size > 10 or apart > 1000 or size < 1e-3:
        gravity = 92 if size > 30 or apart > 1000 or size < 1e-3 else 55
        yield Finding("inputs not scaled", gravity, words, Where(), evidence)
    elif size > 3 or apart > 30:
        yield Finding("inputs not scaled", 30, words, Where(), evidence)


def _targets(signs):
    if signs.loss_name == "squared_error" and (size := rms(signs.Y)) > 10:
        yield Finding("targets not scaled", 91 if size > 100 else 35, f"Y has rms {size:.3g}, mean "
                                                                      f"{signs.Y.mean():.3g} "
                      f"and std {signs.Y.std():.3g}", Where(), {"rms": size, "mean": float(signs.Y.mean())})


def _history(losses):
    if not losses.size:
        return
    bad = ~np.isfinite(losses)
    if bad.any():
        yield Finding("rate too large", 81, f"the loss is NaN or infinite from entry {int(bad.argmax())} of the "
                                            "history on",
                      Where(), {"first bad": int(bad.argmax())})
    elif losses.size > 4 and losses[-max(1, losses.size // 10):].mean() > 1.05 * losses[0]:
        yield Finding("loss went up", 80, f"the loss began at {losses[0]:.4g} and ended at {losses[-1]:.4g}", Where(),
                      {"first": float(losses[0]), "last": float(losses[-1])})
