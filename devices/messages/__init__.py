"""The messages that devices send, a module for each kind: its shape, its checks, and all that follows from it.

A file's first word is its kind: `steps.py` handles `steps`, and so would steps_v2.py. Adding a kind or a version is
adding a file, and the migration by which the tables' constraints learn a new kind's name.
"""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from devices.handlers import Handler
from devices.kinds import kind_of_module


def discover() -> Iterator[Handler]:
    """The `HANDLER` of each module here, by the modules' names; ValueError for one of another kind than its file."""
    for module in sorted(found.name for found in pkgutil.iter_modules(__path__)):
        handler: Handler = import_module(f"{__name__}.{module}").HANDLER
        if handler.kind != kind_of_module(module):
            message = f"{module}.py handles {handler.kind}: its file has another kind's name"
            raise ValueError(message)
        yield handler
