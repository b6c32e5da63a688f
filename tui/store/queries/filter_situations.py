"""Terms of a filter that ask the ledger of situations: whom it has in one on the as-of date.

Lost and floating go by the ledger where it speaks of them, else by the roster (``rules.situations.lost_and_floating``).
"""

from collections.abc import Collection
from typing import Final

from tui.rules.situations import ABROAD, FLOATING, SituationKind
from tui.store.queries.filter_ids import Ids, joined

_LOST: Final = ("lost",)
_FLOATING: Final = tuple(sorted(kind.value for kind in FLOATING))
_ABROAD: Final = tuple(sorted(kind.value for kind in ABROAD))
_EVERY: Final = tuple(kind.value for kind in SituationKind)
_GROUPS: Final = {"floating": _FLOATING, "abroad": _ABROAD, "any": _EVERY}


def situated(value: str, as_of: str) -> Ids:
    """Whom the term 情形:… fits; ``value`` as ``filters.fields.RECORDED`` names it."""
    match value:
        case "none":
            known = holding(_EVERY, as_of)
            return Ids(f"SELECT id FROM member WHERE id NOT IN ({known.sql})", known.parameters, reads_all=True)
        case "ended":
            return Ids(
                "SELECT DISTINCT member FROM situation WHERE withdrawn IS NULL AND until <= ?",
                (as_of,),
            )
        case _:
            return holding(_GROUPS.get(value, (value,)), as_of)


def holding(kinds: Collection[str], as_of: str) -> Ids:
    """Who is in one of these kinds of situations; one SELECT for each, so that the index is walked in two ranges."""
    places = ", ".join("?" * len(kinds))
    return Ids(
        f"""SELECT DISTINCT member FROM situation WHERE withdrawn IS NULL AND kind IN ({places})
            AND (until IS NULL OR until > ?) AND (since IS NULL OR since <= ?)""",
        (*kinds, as_of, as_of),
    )


def lost(as_of: str) -> Ids:
    """是:失联."""
    return _by_ledger_or_roster("lost", _LOST, _FLOATING, as_of)


def floating(as_of: str) -> Ids:
    """是:流动."""
    return _by_ledger_or_roster("floating", _FLOATING, _LOST, as_of)


def _by_ledger_or_roster(column: str, kinds: Collection[str], excluding: Collection[str], as_of: str) -> Ids:
    """``column`` counts where the ledger has never had one of the ``kinds`` and has none of the excluding ones now."""
    places = ", ".join("?" * len(kinds))
    stated = Ids(f"SELECT id FROM member WHERE {column} = 'yes'")
    ever = Ids(f"SELECT member FROM situation WHERE withdrawn IS NULL AND kind IN ({places})", tuple(kinds))
    by_roster = joined(" EXCEPT ", (stated, ever, holding(excluding, as_of)))
    return joined(" UNION ", (by_roster, holding(kinds, as_of)))
