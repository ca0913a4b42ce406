"""The vocabulary of controls: sliders over numbers, decades and steps, menus, and the seed."""

import ipywidgets
import numpy as np


class StepSlider(ipywidgets.SelectionSlider):
    """A slider through a history; an explorer puts a play button beside it."""


def slider(label, values, value, kind=ipywidgets.SelectionSlider):
    """A slider over the listed numbers."""
    # A SelectionSlider sends its index, an integer, however uneven the values are.
    options = [(f"{v:g}", v) for v in values]
    nearest = min(options, key=lambda option: abs(option[1] - value))[1]
    return kind(options=options, value=nearest, description=label, continuous_update=True,
                style={"description_width": "initial"}, layout={"width": f"{270 + 7 * len(label)}px"})


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
    return slider(label, steps, value, StepSlider)


def player(slider):
    """Play and stop for a step slider. The page itself moves it, forty positions a second."""
    play = ipywidgets.Play(min=0, max=len(slider.options) - 1, value=slider.index, interval=25, show_repeat=False)
    return play, ipywidgets.jslink((play, "value"), (slider, "index"))


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


def state(control):
    """What a control sends to and from the page: the index of a slider or menu, the value of a number field."""
    return control.index if hasattr(control, "index") else control.value


def from_state(control, state):
    """The value that a state stands for."""
    return control.options[state][1] if hasattr(control, "index") else state


def positions(control):
    """All values of a control, or the two ends of a number field."""
    if isinstance(control, ipywidgets.BoundedIntText):
        return (control.min, control.max)
    return tuple(value for _, value in control.options)


def ends(control):
    """The two extreme values of a control."""
    values = positions(control)
    return values[0], values[-1]


def check(name, control, value):
    """A ValueError naming the control, and values that it has, when it cannot take this one."""
    known = positions(control)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if isinstance(control, ipywidgets.BoundedIntText):
        if not (number and known[0] <= value <= known[1] and value == int(value)):
            raise ValueError(f"{name} must be a whole number from {known[0]} to {known[1]}, not {value!r}")
    elif value not in known:
        if all(isinstance(v, (int, float)) for v in known):
            known = sorted(known, key=lambda v: abs(v - value) if number else 0)[:3]
        listed = ", ".join(map(repr, sorted(known)))
        raise ValueError(f"{name}={value!r} is no position of this control; choose one of: {listed}")
