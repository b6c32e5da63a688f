"""Who stands on the roster, and how often: V12, V23 and V24.

Sources: GB 11643-1999 (a number belongs to one person); 2017年《党员基本信息采集表》第14项 (党籍状态);
《党员组织关系排查有关问题说明》四 (组织处置, 不予承认).
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from stdnum.cn import ric

from tui.rules.findings import FindingCode


class Repeated(NamedTuple):
    """A number that stands on the roster more than once: the records and their units, in the order given."""

    code: FindingCode
    idno: str
    places: tuple[tuple[Hashable, Hashable], ...]


def repeated_ids(records: Iterable[tuple[Hashable, str | None, Hashable]]) -> Iterator[Repeated]:
    """V12 over (uuid, idno, unit) triples: an error within a unit, a warning across units; a number may give both.

    Within a unit `places` are that unit's; across, all of them. A record that comes twice is one record, one without a
    number none. A 15-digit number is the same as the 18-digit one that it turned into.
    """
    first: dict[str, tuple[Hashable, Hashable]] = {}
    several: dict[str, dict[Hashable, Hashable]] = {}
    for uuid, idno, unit in records:
        if not idno:
            continue
        number = eighteen(idno)
        known = first.setdefault(number, (uuid, unit))
        if known[0] != uuid:
            several.setdefault(number, dict([known]))[uuid] = unit
    for number, units in several.items():
        by_unit = defaultdict(list)
        for uuid, unit in units.items():
            by_unit[unit].append(uuid)
        for unit, uuids in by_unit.items():
            if len(uuids) > 1:
                yield Repeated(FindingCode.ID_TWICE_IN_UNIT, number, tuple((uuid, unit) for uuid in uuids))
        if len(by_unit) > 1:
            yield Repeated(FindingCode.ID_TWICE_ACROSS, number, tuple(units.items()))


def eighteen(idno: str) -> str:
    """A 15-digit number as the 18 digits it turned into in 1999 (born 19…); any other number as it is."""
    if len(idno) != 15 or not (idno.isascii() and idno.isdigit()):
        return idno
    body = f"{idno[:6]}19{idno[6:]}"
    check: str = ric.calc_check_digit(f"{body}0")
    return body + check


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands in the unit's books.

    `suspended`: 停止党籍. `left`: 出党 or 不予承认 has taken effect. `listed`: still on the roster.
    `counted_full`: counted as 在册正式党员.
    """

    suspended: bool = False
    left: bool = False
    listed: bool = True
    counted_full: bool = False


def of_standing(standing: Standing) -> Iterator[FindingCode]:
    """V23: suspended and counted as full all the same. V24: no longer a member and still on the roster."""
    if standing.suspended and standing.counted_full:
        yield FindingCode.SUSPENDED_COUNTED
    if standing.left and standing.listed:
        yield FindingCode.LEFT_ON_ROSTER
