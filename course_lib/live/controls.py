"""The vocabulary of controls, as data: sliders over numbers, decades and steps, menus, and the seed.

A value has two spellings. Inside Python it is the value itself, such as 0.5; between kernel and page it is a state: the
index of a slider or menu, the number of a number field. `state_of` and `value_of` are the border between the two.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Options:
    """A control that stands at one of `options` ((shown, value), ...); `value` is where it begins."""

    description: str
    options: tuple
    value: object

    @property
    def values(self):
        """All values, in the order of the screen."""
        return tuple(value for _, value in self.options)

    def state_of(self, value):
        """The index of a value."""
        return self.values.index(value)

    def value_of(self, state):
        """The value at an index."""
        return self.options[state][1]

    def check(self, name, value):
        """A ValueError naming the control and values that it has, when it cannot take this one."""
        known = self.values
        if value in known:
            return
        if all(isinstance(v, (int, float)) for v in known):
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            known = sorted(known, key=lambda v: abs(v - value) if number else 0)[:3]
        listed = ", ".join(map(repr, sorted(known)))
        raise ValueError(f"{name}={value!r} is no position of this control; choose one of: {listed}")


class Slider(Options):
    """Moves over numbers."""


class StepSlider(Slider):
    """A slider through a history; a play button stands beside it."""


class Menu(Options):
    """A list to choose from."""


@dataclass(frozen=True)
class Number:
    """A field for a whole number from `min` to `max`."""

    description: str
    min: int
    max: int
    value: int

    @property
    def values(self):
        """The two ends."""
        return self.min, self.max

    def state_of(self, value):
        """The number itself."""
        return value

    def value_of(self, state):
        """The number itself."""
        return state

    def check(self, name, value):
        """A ValueError naming the control and its range, for what is no whole number in it."""
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not (number and self.min <= value <= self.max and value == int(value)):
            raise ValueError(f"{name} must be a whole number from {self.min} to {self.max}, not {value!r}")


def slider(label, values, value, kind=Slider):
    """A slider over the listed numbers; it begins at the one nearest to `value`."""
    values = tuple(values)
    return kind(label, tuple((f"{v:g}", v) for v in values), min(values, key=lambda v: abs(v - value)))


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


def choice(label, options, value=None):
    """A menu of names, or of {shown: value}."""
    options = options if isinstance(options, dict) else {name: name for name in options}
    return Menu(label, tuple(options.items()), next(iter(options.values())) if value is None else value)


def seed(value=0):
    """Which random draw: type a number, or press a button made by `new_seed`."""
    return Number("seed", 0, 9999, value)


def new_seed(values):
    """The action behind "New seed": the next random draw."""
    return {"seed": (values["seed"] + 1) % 10000}


def ends(control):
    """The two extreme values of a control."""
    return control.values[0], control.values[-1]


def in_order(controls, main):
    """The same controls in the order of the screen: the main slider, other sliders, menus, number fields."""
    def rank(name):
        return name != main, not isinstance(controls[name], Slider), isinstance(controls[name], Number)

    return {name: controls[name] for name in sorted(controls, key=rank)}
