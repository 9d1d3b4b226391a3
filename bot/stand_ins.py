"""Stand-ins for modules that a library names when it is imported, and needs on occasions that never come.

A module costs memory for the whole life of a process. Its stand-in takes its place while the library is
imported, and only there: everybody else who imports the module gets the module. Whatever the library does
with what it took from a stand-in is done with the real thing, which is imported then.
"""

import importlib
import importlib.metadata
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from types import GenericAlias, ModuleType
from typing import Any, Final


class StandIn(ModuleType):
    """Stands for a module until an attribute of it is asked for, other than the ``names`` of classes."""

    def __init__(self, name: str, names: Collection[str]) -> None:
        super().__init__(name)
        vars(self).update({each: StandInClass(name, each) for each in names})

    def __getattr__(self, name: str) -> object:
        """Import the module and return what it has. Its version is known without that."""
        if name == "__version__":
            return importlib.metadata.version(self.__name__)
        if name.startswith("__"):
            raise AttributeError(name)
        module = importlib.import_module(self.__name__)
        if module is self:  # it is still to stand in, for a library that cannot wait
            raise AttributeError(name)
        return getattr(module, name)


class StandInClass:
    """Stands for a class, or a function, in annotations and until it is called."""

    def __init__(self, module: str, name: str) -> None:
        self._module: Final = module
        self._name: Final = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the real one takes
        """Import the module and call the real one."""
        return getattr(importlib.import_module(self._module), self._name)(*args, **kwargs)

    def __getitem__(self, item: object) -> GenericAlias:
        """Return what an annotation says of the class of something."""
        return GenericAlias(object, item)

    def __instancecheck__(self, value: object) -> bool:
        """Tell whether something is one of the real ones; there is none before the module is imported."""
        module = sys.modules.get(self._module)
        return module is not None and isinstance(value, getattr(module, self._name))


@contextmanager
def standing_in(modules: Mapping[str, Collection[str]]) -> Iterator[None]:
    """Have imports of these modules find their stand-ins, those aside that somebody has imported already.

    To each belong the names of the classes and functions that are taken out of it by name.
    """
    put = {name: StandIn(name, names) for name, names in modules.items() if name not in sys.modules}
    sys.modules.update(put)
    for name, each in put.items():
        above, _, last = name.rpartition(".")
        if above in put:
            vars(put[above])[last] = each
    try:
        yield
    finally:
        for name, each in put.items():
            if sys.modules.get(name) is each:
                del sys.modules[name]
