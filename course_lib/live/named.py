"""An explorer that can be started in any state: the line under its picture, sent to somebody else, shows it again."""

import functools


def named(build):
    """Decorate a function that builds an explorer: it then takes values for the controls, and the explorer knows
    which line of code makes it. A value that a control cannot take is a ValueError, an unknown control a TypeError.
    """

    @functools.wraps(build)
    def started(**values):
        explorer = build()
        explorer.name = build.__name__
        explorer.begin(values)
        return explorer

    return started
