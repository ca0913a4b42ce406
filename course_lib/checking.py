"""What every module asks of its arguments: messages that name the argument, its shape and the valid choices."""

import difflib
import numbers

import numpy as np


class Registry(dict):
    """A dict from names to things; an unknown name is answered with the known ones, and the nearest of them."""

    def __init__(self, kind, items=()):
        super().__init__(items)
        self.kind = kind

    def __missing__(self, name):
        raise KeyError(f"unknown {self.kind} {name!r}; choose one of: {', '.join(map(str, self))}{self._near(name)}")

    def _near(self, name):
        plain = {"".join(filter(str.isalnum, str(key).lower())): str(key) for key in self}
        asked = "".join(filter(str.isalnum, str(name).lower()))
        inside = [key for key in plain if len(asked) > 2 and (asked in key or key in asked)]
        near = [plain[key] for key in inside or difflib.get_close_matches(asked, plain)]
        return f". Did you mean {' or '.join(near)}?" if near else ""


def generator(rng):
    """Randomness is explicit: anything but a Generator (a seed, a RandomState, None) is refused."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a numpy Generator such as np.random.default_rng(0), not {type(rng).__name__}")
    return rng


def whole(name, value, least=1):
    """`value` as an int of at least `least`; 3.0, True and "3" are refused."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{name} must be a whole number, not {value!r}")
    if value < least:
        raise ValueError(f"{name} must be at least {least}, not {value}")
    return int(value)


def real(name, value, least=-np.inf, most=np.inf):
    """`value` as a finite float between `least` and `most`."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} must be a number, not {value!r}")
    if not np.isfinite(value) or not least <= value <= most:
        raise ValueError(f"{name} must be a finite number from {least} to {most}, not {value!r}")
    return float(value)


def array(name, value, ndim=None, least=-np.inf):
    """`value` as a finite float64 array; integers, booleans and float32 are converted, never modified."""
    given = np.asarray(value)
    if given.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers, not {given.dtype}")
    given = given.astype(np.float64, copy=False)
    if ndim is not None and given.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} axes, but its shape is {given.shape}")
    if not np.isfinite(given).all():
        raise ValueError(f"{name} (shape {given.shape}) holds NaN or infinity")
    if given.size and given.min() < least:
        raise ValueError(f"{name} must not be below {least}, but holds {given.min()}")
    return given
