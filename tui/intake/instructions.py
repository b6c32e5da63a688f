"""What a person has said of how sheets are to be read, on its way to the reading child."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.intake.kinds import FIELDS, KINDS


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """How one sheet is to be read.

    ``kind`` is a kind's id, '' to leave the sheet out; ``header`` the first and last row of the header from 0, None
    where it is found by itself; ``fields`` what columns are, by their place from 0: a field, or '' for none.
    """

    kind: str
    header: tuple[int, int] | None = None
    fields: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Instructions:
    """How a file is to be read: choices by the sheet's name, and the layouts remembered, by the digest of their
    header (hex)."""

    sheets: Mapping[str, SheetChoice] = field(default_factory=dict)
    layouts: Mapping[str, SheetChoice] = field(default_factory=dict)


def encode(instructions: Instructions) -> bytes:
    """For the child's standard input."""
    return json.dumps(
        {
            "sheets": {name: _object(choice) for name, choice in instructions.sheets.items()},
            "layouts": {digest: _object(choice) for digest, choice in instructions.layouts.items()},
        }
    ).encode()


def decode(content: bytes) -> Instructions:
    """What ``encode`` gave; ValueError, KeyError or TypeError for anything else."""
    value = json.loads(content)
    return Instructions(
        {name: _choice(choice) for name, choice in value["sheets"].items()},
        {digest: _choice(choice) for digest, choice in value["layouts"].items()},
    )


def _object(choice: SheetChoice) -> dict[str, Any]:
    fields = {str(index): name for index, name in choice.fields.items()}
    return {"kind": choice.kind, "header": choice.header, "fields": fields}


def _choice(value: Mapping[str, Any]) -> SheetChoice:
    kind, header = value["kind"], value["header"]
    fields = {int(index): name for index, name in value["fields"].items()}
    if (kind and kind not in KINDS) or not FIELDS.keys() >= set(filter(None, fields.values())):
        raise ValueError(kind)
    return SheetChoice(kind, (int(header[0]), int(header[1])) if header else None, fields)
