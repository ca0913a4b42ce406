"""What questions want to be seen in explorers. The lessons' records say it; `course_lib.explorers` brings it here.

A moment is {control: what it stands at}: a value, or ("<=", number), or (">=", number).
"""

import operator

LOOKS = {}  # name of an explorer -> the looks (`course_lib.lessons.lesson.Look`) that want to see something in it
SIGNS = {"<=": operator.le, ">=": operator.ge}


def _compares(wanted):
    return isinstance(wanted, tuple | list) and len(wanted) == 2 and wanted[0] in SIGNS


def meets(wanted, value):
    """Whether a control that stands at `value` stands as a moment wants it."""
    return SIGNS[wanted[0]](value, wanted[1]) if _compares(wanted) else value == wanted


def stand(controls, moment, values):
    """`values` of all `controls`, changed as little as the moment needs. KeyError for a control that there is not,
    ValueError where one cannot stand so.
    """
    changed = dict(values)
    for name, wanted in moment.items():
        control = controls[name]
        if meets(wanted, values[name]):
            continue
        known = control.values
        if not hasattr(control, "options"):  # a number field: its `values` are the two ends
            control.check(name, wanted)
            known = [wanted]
        fit = [value for value in known if meets(wanted, value)]
        if not fit:
            raise ValueError(f"{name} cannot stand at {wanted!r}; it has: {', '.join(map(repr, known))}")
        here = control.state_of(values[name])
        changed[name] = min(fit, key=lambda value: abs(control.state_of(value) - here))
    return changed


def moments(name):
    """All moments that somebody wants to see in the explorer of that name."""
    return [moment for look in LOOKS.get(name, ()) for moment in look.states]


def panels(name):
    """The panels in which they are seen."""
    return sorted({look.panel for look in LOOKS.get(name, ())})


def spelled(name, controls):
    """{control: [(value, how the screen shows it), ...]} of the values that moments name."""
    named = {}
    for moment in moments(name):
        for control, wanted in moment.items():
            named.setdefault(control, []).append(wanted[1] if _compares(wanted) else wanted)
    return {control: [(value, shown) for shown, value in getattr(controls[control], "options", ()) if value in wanted]
            for control, wanted in named.items()}
