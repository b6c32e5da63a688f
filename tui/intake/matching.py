"""The person that a roster row means: by a fixed ladder, among the members stored and the rows read before.

The ladder: the ID number; else the staff or student number; else name and birth, where one side has no ID number;
else the name within one branch, where one side has none of the three. Of several members that fit, the one whose
three are just those of the row is meant; otherwise it is left to a person.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from tui.intake.refusals import PlanRefusal
from tui.store.cipher import CipherDatabase
from tui.store.images import MEMBER

_TELLING: Final = ("idno", "number", "birth")
"""The fields of which a row needs one to be told from its namesakes."""

Fields = Mapping[str, str]
Stored = dict[str, Any]


class People:
    """Who has been met in this file."""

    def __init__(self) -> None:
        self._met: set[tuple[str, ...]] = set()

    def seen(self, fields: Fields, organization: int) -> PlanRefusal | None:
        """A refusal if an earlier row of this file was the same person, or cannot be told from this one; else the
        person is remembered. ``organization`` is a row id, or the negative number of a new branch."""
        if fields.get("idno"):
            key: tuple[str, ...] = ("idno", fields["idno"])
        elif fields.get("number"):
            key = ("number", fields["number"])
        elif fields.get("birth"):
            key = ("birth", fields["name"], fields["birth"])
        else:
            key = ("branch", fields["name"], str(organization))
        if key in self._met:
            return PlanRefusal.INDISTINCT if key[0] == "branch" else PlanRefusal.DOUBLE_IN_FILE
        self._met.add(key)
        return None


class Known(NamedTuple):
    """The member that a row means, and whether the row's ID number or all that tells people apart says so.

    A row that is not sure of its member gives way to one that is.
    """

    member: Stored
    sure: bool


def known(db: CipherDatabase, people: Sequence[tuple[Fields, int]]) -> list[Known | PlanRefusal | None]:
    """For every row (fields and organisation) the member meant, None for a new one, FITS_SEVERAL for several.

    Four queries, however many rows there are, each rung's for those that the rungs above left without a member.
    Nobody is stored yet in a new branch (a negative organisation).
    """
    idnos = [fields["idno"] for fields, _ in people if fields.get("idno")]
    by_idno = members(db, "m.idno = j.value", idnos, lambda member: member["idno"])
    numbers = [fields["number"] for fields, _ in people if fields.get("number")]
    by_number = members(db, "m.number = j.value", numbers, lambda member: member["number"])
    fitting = [by_idno.get(f.get("idno")) or by_number.get(f.get("number")) or [] for f, _ in people]
    left = [place for place, found in enumerate(fitting) if not found]
    births = [[people[place][0].get("birth"), people[place][0]["name"]] for place in left]
    fits = "m.birth = j.value ->> 0 AND m.name = j.value ->> 1"
    by_birth = members(db, fits, births, lambda member: (member["birth"], member["name"]))
    for place in left:
        fields, _ = people[place]
        born = by_birth.get((fields.get("birth"), fields["name"]), [])
        fitting[place] = [member for member in born if not (member["idno"] and fields.get("idno"))]
    left = [place for place in left if not fitting[place] and people[place][1] > 0]
    places = [[people[place][1], people[place][0]["name"]] for place in left]
    fits = "m.org = j.value ->> 0 AND m.name = j.value ->> 1"
    by_branch = members(db, fits, places, lambda member: (member["org"], member["name"]))
    for place in left:
        fields, organization = people[place]
        namesakes = by_branch.get((organization, fields["name"]), [])
        fitting[place] = [member for member in namesakes if not _tells(fields) or not _tells(member)]
    return [_choose(fields, found) for (fields, _), found in zip(people, fitting, strict=True)]


def members(
    db: CipherDatabase, fits: str, wanted: Sequence[object], key: Callable[[Stored], Hashable]
) -> dict[Hashable, list[Stored]]:
    """The members who fit one of the values wanted (``fits`` compares ``m`` with ``j.value``), by their key."""
    columns = ", ".join(f"m.{name}" for name in MEMBER.columns)
    query = f"SELECT DISTINCT {columns} FROM json_each(?) j CROSS JOIN member m ON {fits} WHERE m.gone IS NULL"
    found: dict[Hashable, list[Stored]] = defaultdict(list)
    for row in db.execute_sql(query, (json.dumps(wanted),)):
        member = MEMBER.row(row)
        found[key(member)].append(member)
    return found


def _tells(fields: Mapping[str, Any]) -> bool:
    return any(fields.get(name) for name in _TELLING)


def _choose(fields: Fields, fitting: list[Stored]) -> Known | PlanRefusal | None:
    same = [m for m in fitting if all((m[name] or "") == fields.get(name, "") for name in _TELLING)]
    chosen = same or fitting
    if len(chosen) > 1:
        return PlanRefusal.FITS_SEVERAL
    if not chosen:
        return None
    return Known(chosen[0], bool(same) or (bool(fields.get("idno")) and chosen[0]["idno"] == fields["idno"]))
