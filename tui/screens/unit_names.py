"""Names of units where there is no room for them: what tells them apart stays."""

from collections.abc import Iterable
from os.path import commonprefix
from typing import Final

_TELLS_NOTHING: Final = 3
"""From so many characters on a beginning that names have in common is left out."""


def shared_beginning(names: Iterable[str]) -> str:
    """What all these names begin with; '' where that is too short to be left out."""
    shared = commonprefix(list(names))  # noqa: RUF071 - names, not paths
    return shared if len(shared) >= _TELLS_NOTHING else ""


def without_beginning(name: str, shared: str) -> str:
    """The name without that beginning, and a sign that something is left out."""
    return f"…{name.removeprefix(shared)}" if shared and name.startswith(shared) and name != shared else name
