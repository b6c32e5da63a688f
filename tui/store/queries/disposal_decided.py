"""Decisions as they are told to people: who decided what about whom, and whether it fits the case as it lies."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tui.rules.disposal.procedures import Act
from tui.store.cipher import CipherDatabase
from tui.store.queries.disposal_case import OPENING, CaseFile, Recorded, case_file

_SAID = {Act.FILE: "已备案"}
_NO_CASE = "本库没有对应的案件"
_OVERTAKEN = "已被取代（与案件现状不符，不计入程序）"


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision from above (row id) on a member, in words. ``case`` is the case's row id, None where it is not here.

    ``again`` is true for one that the case has overtaken and that is still to be made anew; ``outcome`` says what was
    decided and that it was overtaken, or what is against the procedure.
    """

    id: int
    case: int | None
    member: str
    unit: str
    kind: str
    step: str
    on_day: str
    outcome: str
    again: bool = False


def decided(db: CipherDatabase, unit: int, numbers: Iterable[int], today: date) -> list[Decided]:
    """The decisions from above with these row ids, member by member. ``unit``: whose terminal asks."""
    found = db.execute_sql(
        """SELECT d.id, c.id, m.name, k.name, d.step, d.on_day
           FROM disposal_decision d JOIN member m ON m.id = d.member
           JOIN (SELECT unit, name FROM card UNION ALL
                 SELECT unit, name FROM vouched WHERE unit NOT IN (SELECT unit FROM card)) k ON k.unit = d.above
           LEFT JOIN disposal_case c ON c.uuid = d.about AND c.member = d.member
           WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY m.id, d.about, d.seq, d.id""",
        (json.dumps(list(numbers)),),
    ).fetchall()
    on_case = {
        told.id: told
        for case in {case for _, case, *_ in found if case is not None}
        for told in _of_case(case_file(db, unit, case), today)
    }
    return [
        on_case[number] if case else Decided(number, None, member, name, "", step, on_day, _NO_CASE)
        for number, case, member, name, step, on_day in found
    ]


def _of_case(found: CaseFile, today: date) -> list[Decided]:
    """Every decision on the case, in order."""
    against: dict[int, str] = {}
    for place, obstacle in found.irregular(today):
        if place != OPENING:
            against.setdefault(id(found.standing[place]), obstacle.label)
    steps = {step.key: step for step in found.procedure.steps} if found.procedure else {}
    again, told = found.to_do_again, []
    for each in found.recorded:
        if each.decision:
            step = steps.get(each.row["step"])
            outcome = _outcome(each, step.act if step else Act.DECIDE, against.get(id(each), ""))
            label = step.label if step else each.row["step"]
            told.append(
                Decided(
                    each.row["id"], found.row["id"], found.member["name"], each.unit, found.label, label,
                    each.row["on_day"], outcome, each in again,
                )
            )  # fmt: skip
    return told


def _outcome(each: Recorded, act: Act, against: str) -> str:
    said = f"退回：{each.row['why']}" if each.row["rejected"] == "yes" else _SAID.get(act, "同意")
    if not each.counts:
        return f"{said}；{_OVERTAKEN}"
    return f"不合程序：{against}" if against else said
