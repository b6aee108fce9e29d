"""A property that is worked out when it is first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):
    """As `functools.cached_property`, without the lock that costs more than most values: one thread asks."""

    def __init__(self, work_out: Callable[[Any], T]) -> None:
        self.work_out, self.name, self.__doc__ = work_out, work_out.__name__, work_out.__doc__

    @overload
    def __get__(self, owner: None, of: type[Any] | None = None) -> once[T]: ...

    @overload
    def __get__(self, owner: object, of: type[Any] | None = None) -> T: ...

    def __get__(self, owner: object | None, of: type[Any] | None = None) -> T | once[T]:
        if owner is None:
            return self
        value = owner.__dict__[self.name] = self.work_out(owner)
        return value
