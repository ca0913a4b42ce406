"""An explorer that can be started in any state: the line under its picture, sent to somebody else, shows it again."""

import functools
import inspect


def named(build):
    """Decorate a function that builds an explorer: it then takes values for the controls, and the explorer knows
    which line of code makes it. A value that a control cannot take is a ValueError, an unknown control a TypeError.

    What `build` takes itself, such as a network of the learner's own, is handed on; the line of code calls it by the
    name of that argument, or spells it if it is text.
    """
    own = tuple(inspect.signature(build).parameters)

    @functools.wraps(build)
    def started(*given, **values):
        handed = {name: values.pop(name) for name in own if name in values}
        explorer = build(*given, **handed)
        explorer.name = build.__name__
        explorer.handed = (*own[:len(given)], *(f"{name}={value!r}" if isinstance(value, str) else f"{name}={name}"
                                                for name, value in handed.items() if value is not None))
        explorer.begin(values)
        return explorer

    return started
