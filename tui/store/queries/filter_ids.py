"""A filter's term as a SELECT of member ids, and how several are put together."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from tui.rules.checks import Stage


class Ids(NamedTuple):
    """A SELECT that gives each member id once, and what is bound in it."""

    sql: str
    parameters: tuple[Any, ...] = ()
    reads_all: bool = False  # no index answers it: a SELECT of ids FROM member that takes a further AND


@dataclass(frozen=True, slots=True)
class Context:
    """What a term is asked for: campaign, the stage in hand, the as-of date, the members marked on the screen."""

    campaign: int
    stage: Stage
    as_of: str
    marked: Collection[int] = ()


def either(*parts: Ids) -> Ids:
    return joined(" UNION ", parts)


def joined(how: str, parts: Collection[Ids]) -> Ids:
    """Several sets put together by a compound operator; one stays as it is."""
    found = tuple(parts)
    if len(found) == 1:
        return found[0]
    sql = how.join(f"SELECT * FROM ({part.sql})" for part in found)
    return Ids(sql, tuple(bound for part in found for bound in part.parameters))
