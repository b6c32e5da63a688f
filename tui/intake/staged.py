"""What a roster file came to, before any of it touches the vault."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from tui.intake.problems import Problem, ProblemCode
from tui.rules.findings import FindingCode

_FINDINGS = {code.value: code for code in FindingCode}


@dataclass(frozen=True, slots=True)
class StagedSheet:
    """A sheet that was read: its name, the texts above the header, the header's row as shown in the
    spreadsheet program, header → field for the columns taken, and the headers kept as extra."""

    name: str
    heading: tuple[str, ...]
    header_row: int
    taken: Mapping[str, str]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StagedRow:
    """One person's row: `fields` by the register's names, `extra` by the sheet's headers, all cleaned.

    `row` is the row as the spreadsheet program numbers it, `initials` the name's search tokens.
    """

    sheet: str
    row: int
    fields: Mapping[str, str]
    extra: Mapping[str, str]
    initials: str
    findings: tuple[FindingCode, ...]


@dataclass(frozen=True, slots=True)
class Staged:
    """A roster as it was read on an as-of date.

    `rows` are checked and kept packed, since a hundred thousand of them have to stay small; `decode_row`
    opens one. `problems` lists the first ones of each code; `counts` says how many there are in all.
    """

    file: str
    as_of: str
    rows: list[bytes]
    problems: list[Problem]
    counts: Mapping[ProblemCode, int]
    sheets: tuple[StagedSheet, ...]


def decode_row(line: bytes) -> StagedRow:
    """One of :attr:`Staged.rows` as a value."""
    row = json.loads(line)
    return StagedRow(
        row["sheet"],
        row["row"],
        row["fields"],
        row["extra"],
        row["initials"],
        tuple(_FINDINGS[code] for code in row["findings"]),
    )
