"""Situations (情形) in which a member's relation stands: independent facts, each with its own history.

A pocket member may be lost as well, an unattached one floating; lost alone excludes floating, for a floating member's
whereabouts are known (《党员组织关系排查有关问题说明》二). What each kind means is situations.toml, with the documents.
A partial date counts by its first day, as everywhere; a situation holds from its first day to the day before its end.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import resources
from typing import Any, Final, NamedTuple

from tui.rules.check_items import kept_spans
from tui.rules.circumstances import MONTHS_OUT, of_circumstances
from tui.rules.dates import add_months, earliest, latest
from tui.rules.findings import FindingCode

_TABLE: Final[dict[str, Any]] = tomllib.loads(
    resources.files(__package__).joinpath("situations.toml").read_text("utf-8")
)
Span = tuple[str, str | None]
"""First and last month ('2014-09'), both included; None for still going on."""


class PolicyText(NamedTuple):
    """What a document says of a kind, and which document."""

    text: str
    source: str


class SituationKind(Enum):
    """A kind of situation; the value stands in registers and bundles and never changes."""

    FLOATING_OUT = "floating_out"
    FLOATING_IN = "floating_in"
    UNATTACHED = "unattached"
    POCKET = "pocket"
    LOST = "lost"
    HIDDEN = "hidden"
    ABROAD_SETTLED = "abroad_settled"
    ABROAD_STUDY = "abroad_study"
    ABROAD_WORK = "abroad_work"
    GRADUATE_KEPT = "graduate_kept"

    @property
    def label(self) -> str:
        """Two to four characters for columns and filters."""
        return str(_TABLE[self.value]["label"])

    @property
    def title(self) -> str:
        """Its name in the documents' words."""
        return str(_TABLE[self.value]["title"])

    @property
    def ours(self) -> bool:
        """Whether its first text is this program's reading, which a unit may replace."""
        return bool(_TABLE[self.value].get("ours"))

    @property
    def texts(self) -> tuple[PolicyText, ...]:
        """What it means, by document."""
        return tuple(PolicyText(each["text"], each["source"]) for each in _TABLE[self.value]["texts"])

    @property
    def words(self) -> tuple[str, ...]:
        """What rosters write of such people."""
        return tuple(_TABLE[self.value]["words"])


FLOATING: Final = frozenset({SituationKind.FLOATING_OUT, SituationKind.FLOATING_IN})
ABROAD: Final = frozenset({SituationKind.ABROAD_SETTLED, SituationKind.ABROAD_STUDY, SituationKind.ABROAD_WORK})
_WITH_KEPT_SPANS: Final = frozenset({SituationKind.ABROAD_STUDY, SituationKind.ABROAD_WORK})


@dataclass(frozen=True, slots=True)
class Situation:
    """One situation of one member; dates are partial, what is not known is None.

    ``until`` is the day on which it ended. ``reason`` is a 失去联系情形 (``check_items.REASONS``), ``reason_words``
    what an 其他 means. ``state`` is one of ``situation_items.STATES``. ``kept`` are the months for which the relation
    was formally kept ('2014-09至2016-06'). ``withdrawn`` says why it was entered by mistake.
    """

    kind: SituationKind
    since: str | None = None
    until: str | None = None
    reason: str | None = None
    reason_words: str | None = None
    destination: str | None = None
    scope: str | None = None
    state: str | None = None
    fixed: str | None = None
    permit: str | None = None
    permit_number: str | None = None
    relation_at: str | None = None
    relation_phone: str | None = None
    kept: str | None = None
    note: str | None = None
    withdrawn: str | None = None

    def holds(self, as_of: str) -> bool:
        """Whether it holds on the as-of date ('2016-12-15'). One of unknown beginning has begun."""
        if self.withdrawn is not None or (self.since or "") > as_of:
            return False
        return self.until is None or self.until > as_of


def is_under_six_months(situation: Situation, as_of: str) -> bool:
    """Whether a loss of contact or an absence surely does not last for six months yet (连续六个月以上).

    Source: 《党员组织关系排查有关问题说明》二; 条例 第三十二条.
    """
    if situation.kind not in (SituationKind.LOST, SituationKind.FLOATING_OUT) or not situation.since:
        return False
    return add_months(earliest(situation.since), MONTHS_OUT).isoformat() > as_of


def excludes(one: Situation, other: Situation) -> bool:
    """Whether both cannot stand in the register: lost and floating, or the same kind twice, at the same time."""
    kinds = {one.kind, other.kind}
    if not (len(kinds) == 1 or (SituationKind.LOST in kinds and kinds & FLOATING)):
        return False
    if one.withdrawn is not None or other.withdrawn is not None:
        return False
    return _begins_before_end(one, other) and _begins_before_end(other, one)


def _begins_before_end(one: Situation, other: Situation) -> bool:
    """Whether ``one`` has begun when ``other`` ends; nothing ends before it has begun, so unknown days overlap."""
    return other.until is None or one.since is None or earliest(one.since) < earliest(other.until)


class Standing(NamedTuple):
    """Whether a member is lost and whether he is floating, on the as-of date."""

    lost: bool
    floating: bool


def lost_and_floating(fields: Mapping[str, str], situations: Iterable[Situation], as_of: str) -> Standing:
    """Lost and floating by the ledger where it speaks of them, else by the roster's own columns.

    The ledger speaks of the one when it has ever recorded it, and when the other holds, which excludes it.
    """
    known = [each for each in situations if each.withdrawn is None]
    holding = {each.kind for each in known if each.holds(as_of)}
    recorded = {each.kind for each in known}
    lost, floating = SituationKind.LOST in holding, bool(FLOATING & holding)
    return Standing(
        lost or (fields.get("lost") == "yes" and SituationKind.LOST not in recorded and not floating),
        floating or (fields.get("floating") == "yes" and not FLOATING & recorded and not lost),
    )


def kept_months(situations: Iterable[Situation]) -> list[Span]:
    """The months for which the relation was formally kept: stated spans of those abroad for study or work, and the
    whole time of a graduate's kept relation (as far as the partial dates can mean)."""
    return list(_kept(situations))


def _kept(situations: Iterable[Situation]) -> Iterator[Span]:
    for each in situations:
        if each.withdrawn is not None:
            continue
        if each.kind in _WITH_KEPT_SPANS:
            yield from kept_spans(each.kept or "") or ()
        elif each.kind is SituationKind.GRADUATE_KEPT and each.since:
            yield f"{earliest(each.since):%Y-%m}", f"{latest(each.until):%Y-%m}" if each.until else None


FOUND: Final = (
    FindingCode.SITUATION_UNEXPLAINED,
    FindingCode.GRADUATE_OVER_TWO_YEARS,
    FindingCode.FLOATING_UNMANAGED,
)
"""What ``found_in`` may find; a roster's own columns never show it."""


def found_in(
    situations: Iterable[Situation], as_of: str, sent: Iterable[str] = (), *, permitted: bool = False
) -> set[FindingCode]:
    """V11, V18 and V19 of a member's situations on the as-of date.

    ``sent`` are the days on which a letter of his went out: with one since he went away, his relation is moving.
    ``permitted``: a 流动党员活动证 has been issued to him.
    """
    days = [day for day in sent if day <= as_of]
    found: set[FindingCode] = set()
    for each in situations:
        if each.holds(as_of):
            fields = _fields(each, days) | ({"floating_permit": "yes"} if permitted else {})
            found |= set(of_circumstances(fields, as_of))
    return found


def _fields(situation: Situation, sent: Iterable[str]) -> dict[str, str]:
    """The situation in the words of ``tui.rules.circumstances``."""
    match situation.kind:
        case SituationKind.LOST if situation.reason == "other":
            return {"situation": "⑦", "note": situation.reason_words or situation.note or ""}
        case SituationKind.GRADUATE_KEPT:
            return {"graduate_kept_on": situation.since or ""}
        case SituationKind.FLOATING_OUT:
            since = situation.since or ""
            moved = [day for day in sent if since and latest(day) >= earliest(since)]
            fields = {
                "floating": "yes",
                "floating_on": since,
                "floating_fixed": situation.fixed or "",
                "floating_permit": situation.permit or "",
            }
            return fields | ({"transferred_on": moved[0]} if moved else {})
        case _:
            return {}
