"""Values that nothing was made of, as questions for a person: asked once for all cells that say the same."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from tui.intake.cells import READERS, read_phones
from tui.intake.kinds import FIELDS
from tui.intake.problems import BY_VALUE, ProblemCode
from tui.intake.staged import Staged, decode_row
from tui.rules.ambiguity import Choice, readings

_NO_DOUBTS: Final = b'"doubts":{}'


class Asked(NamedTuple):
    """What a question is about: a field and the text that stands in its cells."""

    field: str
    original: str


class Question(NamedTuple):
    """A text that nothing was made of, in how many cells of which column, and the ways to read it that are known."""

    asked: Asked
    header: str
    code: ProblemCode
    cells: int
    choices: Mapping[Choice, str]


Answers = Mapping[Asked, str]
"""What a person has said: the value of every cell that says the same, as the register keeps it."""


def questions(staged: Staged) -> list[Question]:
    """Every question of what was read: those with choices first, of one field together, the most frequent first."""
    counts: Counter[tuple[Asked, str, ProblemCode]] = Counter()
    for line in staged.rows:
        if not line.endswith(_NO_DOUBTS + b"}"):
            row = decode_row(line)
            counts.update(
                (Asked(field, row.extra[doubt.column]), doubt.column, doubt.code) for field, doubt in row.doubts.items()
            )
    found = [
        Question(
            asked,
            header,
            code,
            cells,
            readings(asked.original, staged.as_of) if FIELDS[asked.field].type == "day" else {},
        )
        for (asked, header, code), cells in counts.most_common()
    ]
    fields = list(FIELDS)
    return sorted(found, key=lambda question: (not question.choices, fields.index(question.asked.field)))


def read_answer(field: str, text: str) -> str | None:
    """The value that a person has typed for a field as the register keeps it; None if it is none."""
    if FIELDS[field].type == "phone":
        numbers, problem = read_phones(text)
        return numbers[0][1] if len(numbers) == 1 and problem is not ProblemCode.PHONE_UNREADABLE else None
    value, problem = READERS[FIELDS[field].type](text)
    return value or None


def answered(staged: Staged, answers: Answers) -> Staged:
    """What was read with these answers in place: the values are filled in, their originals kept as those of changed
    cells are."""
    if not answers:
        return staged
    settled: Counter[ProblemCode] = Counter()
    gone: set[tuple[str, str]] = set()
    rows: list[bytes] = []
    for line in staged.rows:
        if not line.endswith(_NO_DOUBTS + b"}"):
            row = json.loads(line)
            for field, (header, code) in list(row["doubts"].items()):
                value = answers.get(Asked(field, row["extra"].get(header, "")))
                if value is not None:
                    gone.add((header, row["extra"][header]))
                    settled[BY_VALUE[code]] += 1
                    _settle(row, field, header, value)
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
        rows.append(line)
    problems = [problem for problem in staged.problems if (problem.column, problem.value) not in gone]
    return replace(staged, rows=rows, problems=problems, counts=Counter(staged.counts) - settled)


def _settle(row: dict[str, Any], field: str, header: str, value: str) -> None:
    row["texts"][header] = row["extra"].pop(header)
    row["fields"][field] = value
    del row["doubts"][field]
