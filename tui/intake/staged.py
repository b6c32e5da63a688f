"""What files came to, before any of it touches the vault."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tui.intake.columns import Column
from tui.intake.kinds import KINDS, Group, Kind
from tui.intake.problems import BY_VALUE, Problem, ProblemCode
from tui.intake.records import Doubt

_ORDER = {group: place for place, group in enumerate(Group)}


@dataclass(frozen=True, slots=True)
class StagedSheet:
    """A sheet as it was read.

    ``kind`` is None where no header was found. ``header`` is the header's first and last row as the spreadsheet
    program numbers them; ``columns`` are what was made of each; ``heading`` the texts above the header; ``preview``
    the texts of the first rows, from row 1. ``digest`` (hex) is what the layout is remembered by.
    """

    file: str
    name: str
    kind: Kind | None
    header: tuple[int, int]
    columns: tuple[Column, ...]
    heading: tuple[str, ...]
    preview: tuple[tuple[str, ...], ...]
    digest: str

    @property
    def taken(self) -> dict[str, str]:
        """Header → field of the columns that fill one."""
        return {column.header: column.field for column in self.columns if column.field}


@dataclass(frozen=True, slots=True)
class StagedRow:
    """One row: `fields` by the register's names, `extra` by the sheet's headers, all cleaned.

    `sheet` is the place in ``Staged.sheets``, `row` the row as the spreadsheet program numbers it, `initials` a
    name's search tokens. `texts` are the cells that cleaning has changed as they were, by header; `doubts` the
    fields that nothing could be made of.
    """

    sheet: int
    row: int
    fields: Mapping[str, str]
    extra: Mapping[str, str]
    initials: str
    texts: Mapping[str, str]
    doubts: Mapping[str, Doubt]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read: its name, its SHA-256."""

    name: str
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Staged:
    """Lists as they were read on an as-of date, from one file or several.

    `rows` are checked and kept packed, since a hundred thousand of them have to stay small; `decode_row`
    opens one. `problems` lists the first ones of each code; `counts` says how many there are in all.
    """

    files: tuple[SourceFile, ...]
    as_of: str
    rows: Sequence[bytes]
    problems: Sequence[Problem]
    counts: Mapping[ProblemCode, int]
    sheets: tuple[StagedSheet, ...]

    @property
    def title(self) -> str:
        """The file's name; of several the first with their number."""
        more = f"等{len(self.files)}个文件" if len(self.files) > 1 else ""
        return f"{self.files[0].name}{more}"

    def kinds(self) -> list[Kind]:
        """The kinds among the sheets, in the order in which they are to be taken in: each rests on those before it."""
        found = {sheet.kind.id for sheet in self.sheets if sheet.kind}
        return sorted((kind for kind in KINDS.values() if kind.id in found), key=lambda kind: _ORDER[kind.group])

    def of_kind(self, kind: Kind) -> "Staged":
        """The rows of one kind with their problems; sheets keep their places.

        Problems that are counted but not listed stay with every kind.
        """
        if all(sheet.kind in (kind, None) for sheet in self.sheets):
            return self
        wanted = {place for place, sheet in enumerate(self.sheets) if sheet.kind is kind}
        rows = [row for row in self.rows if sheet_of(row) in wanted]
        others = {self.called(place) for place, sheet in enumerate(self.sheets) if sheet.kind not in (kind, None)}
        problems = [problem for problem in self.problems if problem.sheet not in others]
        of_others = Counter(problem.code for problem in self.problems if problem.sheet in others)
        return replace(self, rows=rows, problems=problems, counts=Counter(self.counts) - of_others)

    def called(self, place: int) -> str:
        """The sheet at this place as its problems call it; with several files the file goes before it."""
        sheet = self.sheets[place]
        return f"{sheet.file}·{sheet.name}" if len(self.files) > 1 else sheet.name


def sheet_of(line: bytes) -> int:
    """The place of a packed row's sheet; the line begins with it."""
    return int(line[len(b'{"sheet":') : line.index(b",")])


def decode_row(line: bytes) -> StagedRow:
    """One of :attr:`Staged.rows` as a value."""
    row = json.loads(line)
    return StagedRow(
        row["sheet"],
        row["row"],
        row["fields"],
        row["extra"],
        row["initials"],
        row["texts"],
        {field: Doubt(header, BY_VALUE[code]) for field, (header, code) in row["doubts"].items()},
    )
