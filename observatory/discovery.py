"""What the modules of a folder declare: adding a measure or a dimension is adding its module."""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, TypeVar


class Ordered(Protocol):
    """Something with a code, and a place among its kind."""

    @property
    def code(self) -> str: ...

    @property
    def order(self) -> int: ...


T = TypeVar("T", bound=Ordered)


def declared(package: str, folders: Iterable[str], name: str, kind: type[T]) -> dict[str, T]:
    """Each module's object of this name, by its code and in order. A module without one is no declaration.

    A ValueError where two have the same code or the same place, a TypeError where the object is of another kind.
    """
    found = [_checked(module, name, kind) for module in _modules(package, folders) if hasattr(module, name)]
    if len({one.code for one in found}) < len(found) or len({one.order for one in found}) < len(found):
        message = f"two modules of {package} declare the same code or order: {sorted((d.order, d.code) for d in found)}"
        raise ValueError(message)
    return {one.code: one for one in sorted(found, key=lambda one: one.order)}


def _modules(package: str, folders: Iterable[str]) -> list[object]:
    return [import_module(f"{package}.{module.name}") for module in iter_modules(folders)]


def _checked(module: object, name: str, kind: type[T]) -> T:
    declaration = getattr(module, name)
    if not isinstance(declaration, kind):
        message = f"{name} of {module} is no {kind.__name__}."
        raise TypeError(message)
    return declaration
