"""The vocabulary of controls: sliders over numbers, decades and steps, menus, and the seed."""

import ipywidgets
import numpy as np


def _slider(label, options, value):
    # A SelectionSlider sends its index, an integer, however uneven the values are.
    nearest = min(options, key=lambda option: abs(option[1] - value))[1]
    return ipywidgets.SelectionSlider(options=options, value=nearest, description=label, continuous_update=True,
                                      style={"description_width": "initial"},
                                      layout={"width": f"{270 + 7 * len(label)}px"})


def slider(label, values, value):
    """A slider over the listed numbers."""
    return _slider(label, [(f"{v:g}", v) for v in values], value)


def log_slider(label, low, high, value, zero=False, positions=61):
    """A slider over decades; with zero=True its left end is exactly 0."""
    values = [float(f"{v:.2g}") for v in np.geomspace(low, high, positions)]
    if value > 0:  # the default is a position of its own, exactly
        values[int(np.abs(np.log(np.array(values) / value)).argmin())] = value
    return slider(label, ([0.0] if zero else []) + sorted(set(values)), value)


def step_slider(label, last, value=0):
    """A slider through a history: every step at first, then logarithmically spaced, 61 positions at most."""
    steps = range(last + 1)
    for count in range(120, 1, -1):  # the most points on a logarithmic line whose whole numbers fit
        if len(steps) <= 61:
            break
        steps = sorted({0, value, *np.rint(np.geomspace(1, last, count)).astype(int).tolist()})
    return slider(label, steps, value)


def choice(label, options, value=None):
    """A menu of names, or of {shown: value}."""
    options = options if isinstance(options, dict) else {name: name for name in options}
    return ipywidgets.Dropdown(options=list(options.items()), value=value or next(iter(options.values())),
                               description=label, style={"description_width": "initial"}, layout={"width": "auto"})


def seed(value=0):
    """Which random draw: type a number, or press a button made by `new_seed`."""
    return ipywidgets.BoundedIntText(value=value, min=0, max=9999, description="seed",
                                     style={"description_width": "initial"}, layout={"width": "110px"})


def new_seed(values):
    """The action behind "New seed": the next random draw."""
    return {"seed": (values["seed"] + 1) % 10000}


def positions(control):
    """All values of a control, or the two ends of a number field."""
    if isinstance(control, ipywidgets.BoundedIntText):
        return (control.min, control.max)
    return tuple(value for _, value in control.options)


def ends(control):
    """The two extreme values of a control."""
    values = positions(control)
    return values[0], values[-1]
