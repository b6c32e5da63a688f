"""Damaged and deceiving spreadsheet files: the same seed makes the same file, byte for byte.

Half of the damage is blind (bytes, members, tags), the other half knows where a reader can be made to count, to
unpack or to descend without end.
"""

import io
import re
import struct
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

_SAVED = Path(__file__).parent / "saved"
_REAL = Path(__file__).parents[1] / "workbooks"
_ZIPPED = (_SAVED / "roster.xlsx", _SAVED / "roster.ods", _REAL / "member_in_school.xlsx", _REAL / "branches.xlsx")
_LEGACY = (_SAVED / "roster.xls", _REAL / "official_2017_lost_contact_summary.xls")
_MAGIC = {".xlsx": b"PK\x03\x04", ".ods": b"PK\x03\x04", ".xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}
_DAY = (2026, 11, 20, 0, 0, 0)
_HUGE = (
    b"-1", b"0", b"1048576", b"1048577", b"16384", b"65536", b"2147483647", b"4294967295", b"18446744073709551615",
    b"9" * 400, b"1e308", b"NaN", b"XFD1048576", b"A1:XFD1048576", b"ZZZZZZZ99999999999", b"A0", b"",
)  # fmt: skip
_WORDS = (0, 1, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF)
_LONG_WORDS = (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFC, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF)
_XML = re.compile(rb"<[^<]*")
_QUOTED = re.compile(rb'(?<==")[^"]*(?=")')

Members = dict[str, bytes]


class Mutation(NamedTuple):
    """A file to be tried: how it was made, its ending, its bytes."""

    kind: str
    suffix: str
    content: bytes


def mutation(seed: int) -> Mutation:
    """The damaged file of this seed."""
    random = Random(f"mutation {seed}")
    (kind,) = random.choices(list(_KINDS), [weight for weight, _ in _KINDS.values()])
    suffix, content = _KINDS[kind][1](random)
    return Mutation(kind, suffix, content)


@cache
def _content(path: Path) -> bytes:
    return path.read_bytes()


def _any_file(random: Random) -> Path:
    return random.choice((*_ZIPPED, *_LEGACY, *_LEGACY))


def _flipped_bytes(random: Random) -> tuple[str, bytes]:
    path = _any_file(random)
    content = bytearray(_content(path))
    _flip(random, content, random.choice((1, 3, 30, 300)))
    return path.suffix, bytes(content)


def _flip(random: Random, content: bytearray, times: int) -> None:
    for _ in range(times if content else 0):
        content[random.randrange(len(content))] ^= random.randrange(1, 256)


def _cut_file(random: Random) -> tuple[str, bytes]:
    path = _any_file(random)
    content = _content(path)
    cut = random.randrange(len(content))
    return path.suffix, content[:cut] + random.choice((b"", bytes(len(content) - cut), content[-64:]))


def _wrong_ending(random: Random) -> tuple[str, bytes]:
    path = _any_file(random)
    return random.choice((".xlsx", ".xls", ".ods")), _content(path)


def _random_bytes(random: Random) -> tuple[str, bytes]:
    suffix = random.choice(list(_MAGIC))
    return suffix, _MAGIC[suffix] + random.randbytes(random.choice((0, 10, 500, 5000)))


def _overwritten_words(random: Random) -> tuple[str, bytes]:
    """Lengths, offsets, sector numbers and record types of the legacy format, put out of bounds where they stand."""
    content = bytearray(_content(random.choice(_LEGACY)))
    for _ in range(random.choice((1, 2, 10))):
        near = random.choice((0, 0, random.randrange(0, len(content) - 512, 512)))  # the header, or any sector
        at = near + 2 * random.randrange(256)
        if random.random() < 0.5:
            struct.pack_into("<H", content, at, random.choice(_WORDS))
        else:
            struct.pack_into("<I", content, min(at, len(content) - 4), random.choice(_LONG_WORDS))
    return ".xls", bytes(content)


def _sectors_in_circles(random: Random) -> tuple[str, bytes]:
    """A sector table that leads back to itself."""
    content = bytearray(_content(random.choice(_LEGACY)))
    (first,) = struct.unpack_from("<I", content, 76)
    table = 512 * (first + 1)
    for _ in range(random.choice((1, 4, 40))):
        struct.pack_into("<I", content, table + 4 * random.randrange(128), random.randrange(len(content) // 512))
    return ".xls", bytes(content)


def _zipped(random: Random) -> tuple[str, Members]:
    path = random.choice(_ZIPPED)
    with zipfile.ZipFile(io.BytesIO(_content(path))) as parts:
        return path.suffix, {name: parts.read(name) for name in parts.namelist()}


def _packed(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        for name, content in members.items():
            parts.writestr(zipfile.ZipInfo(name, _DAY), content, method, 1)
    return file.getvalue()


def _sheet_of(random: Random, members: Members) -> str:
    """A member that a reader goes through: a sheet, the strings, the list of sheets, the styles."""
    wanted = ("sheet1.xml", "sharedStrings.xml", "workbook.xml", "content.xml", "styles.xml", ".rels")
    return random.choice([name for name in members if name.endswith(wanted)])


def _repacked(change: Callable[[Random, Members], None]) -> Callable[[Random], tuple[str, bytes]]:
    def make(random: Random) -> tuple[str, bytes]:
        suffix, members = _zipped(random)
        change(random, members)
        return suffix, _packed(members)

    return make


def _swap(random: Random, members: Members) -> None:
    for _ in range(random.choice((1, 3))):
        one, other = random.sample(list(members), 2)
        members[one], members[other] = members[other], members[one]


def _lose(random: Random, members: Members) -> None:
    for name in random.sample(list(members), random.choice((1, 2))):
        del members[name]


def _flip_inside(random: Random, members: Members) -> None:
    name = _sheet_of(random, members)
    content = bytearray(members[name])
    _flip(random, content, random.choice((1, 5, 50)))
    members[name] = bytes(content)


def _cut_inside(random: Random, members: Members) -> None:
    name = _sheet_of(random, members)
    members[name] = members[name][: random.randrange(len(members[name]))]


def _shuffle_tags(random: Random, members: Members) -> None:
    """Some tags with their texts in another order, twice, or gone."""
    name = _sheet_of(random, members)
    tags = _XML.findall(members[name])
    start = random.randrange(len(tags))
    part = tags[start : start + random.choice((4, 40, 400))]
    match random.randrange(3):
        case 0:
            random.shuffle(part)
        case 1:
            part = part * random.choice((2, 50))
        case _:
            part = [tag for tag in part if random.random() < 0.5]
    members[name] = b"".join([*tags[:start], *part, *tags[start + len(part) :]])


def _huge_values(random: Random, members: Members) -> None:
    """Attributes with numbers and addresses beyond every bound."""
    name = _sheet_of(random, members)
    chosen = set(random.sample(range(2000), random.choice((2, 20, 200))))
    counter = iter(range(10**9))
    members[name] = _QUOTED.sub(lambda old: random.choice(_HUGE) if next(counter) in chosen else old[0], members[name])


def _huge_sheet(random: Random, members: Members) -> None:
    """A sheet that says, or in which one cell says, that it is as large as a sheet can be."""
    if "content.xml" in members:
        times = random.choice((b"1048576", b"1000000", b"2147483647", b"4294967296"))
        what = random.choice((b"rows", b"columns"))
        target = b"<table:table-row " if what == b"rows" else b"<table:table-cell "
        content = members["content.xml"]
        at = random.choice([found.start() for found in re.finditer(target, content)])
        repeated = target + b"table:number-" + what + b'-repeated="' + times + b'" '
        members["content.xml"] = content[:at] + repeated + content[at + len(target) :]
        return
    name = next(name for name in members if name.endswith("sheet1.xml"))
    content = re.sub(rb"<dimension[^>]*>", b"", members[name])
    if random.random() < 0.5:
        content = content.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    row, column = random.choice(((b"1048576", b"XFD"), (b"1000000", b"GR"), (b"1048575", b"A"), (b"5000", b"XFD")))
    cell = b'<row r="' + row + b'"><c r="' + column + row + b'"><v>1</v></c></row></sheetData>'
    members[name] = content.replace(b"</sheetData>", cell)


def _laughs(random: Random, members: Members) -> None:
    """Entities that double, tenfold, level by level; or one that names a file."""
    name = _sheet_of(random, members)
    start, _, rest = members[name].partition(b"?>")
    if not rest:
        start, rest = b'<?xml version="1.0"', members[name]
    root = re.search(rb"<([A-Za-z:]+)", rest)
    entities = [b'<!ENTITY l0 "haha">']
    entities += [
        b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, random.choice((4, 10, 40)))
    ]
    if random.random() < 0.3:
        entities = [b'<!ENTITY l0 SYSTEM "file:///etc/hostname">']
    texts = [found.end() for found in re.finditer(rb"<(?:t|v|text:p)(?: [^>]*)?>", rest)] or [len(rest)]
    at = random.choice(texts)
    kind = b"<!DOCTYPE %s [%s]>" % (root[1] if root else b"x", b"".join(entities))
    members[name] = start + b"?>" + kind + rest[:at] + b"&l%d;" % (len(entities) - 1) + rest[at:]


def _depths(random: Random, members: Members) -> None:
    """A hundred thousand elements, each within the one before."""
    name = _sheet_of(random, members)
    tags = re.findall(rb"<([A-Za-z:]+)[ >]", members[name]) or [b"x"]
    tag, depth = random.choice(tags), random.choice((1000, 100_000))
    places = [found.end() for found in re.finditer(rb"<[A-Za-z:]+(?: [^>]*[^/])?>", members[name])] or [0]
    at = random.choice(places)
    nested = (b"<%s>" % tag) * depth + b"x" + (b"</%s>" % tag if random.random() < 0.7 else b"") * depth
    members[name] = members[name][:at] + nested + members[name][at:]


def _blow_up(random: Random, members: Members) -> None:
    """A member that unpacks a hundredfold and more: blanks, or rows that a reader has to keep."""
    name = _sheet_of(random, members)
    size = random.choice((20, 60, 70, 150)) * 2**20
    if random.random() < 0.5:
        members[name] += b" " * size
        return
    tags = _XML.findall(members[name])
    start = random.randrange(len(tags))
    part = b"".join(tags[start : start + random.choice((1, 10))])
    at = len(b"".join(tags[:start]))
    members[name] = members[name][:at] + part * (size // (8 * len(part))) + members[name][at:]


def _many_members(random: Random, members: Members) -> None:
    for number in range(random.choice((1000, 4200))):
        members[f"xl/worksheets/sheet{number + 2}.xml"] = b""


def _nested(random: Random, members: Members) -> None:
    """A zip within a zip, where a sheet should be."""
    inner = _packed(dict(members))
    for _ in range(random.choice((1, 5))):
        inner = _packed({"xl/workbook.xml": inner}, zipfile.ZIP_STORED)
    members[_sheet_of(random, members)] = inner


def _hostile_names(random: Random, members: Members) -> None:
    """Members beside and above the archive, with names that are no names."""
    for name in random.sample(("../../x", "/etc/x", "xl\\workbook.xml", "x\x00y", "CON", "名" * 5000, " "), 3):
        members[name] = b"x"


def _lying_directory(random: Random) -> tuple[str, bytes]:
    """Sizes, offsets, methods and flags in the zip's own records that are not those of the members."""
    suffix, members = _zipped(random)
    content = bytearray(_packed(members))
    records = [found.start() for found in re.finditer(rb"PK\x01\x02|PK\x03\x04|PK\x05\x06", bytes(content))]
    for _ in range(random.choice((1, 3, 10))):
        at = random.choice(records) + 4 + 2 * random.randrange(20)
        if at + 4 <= len(content):
            value = random.choice(_LONG_WORDS + _WORDS)
            content[at : at + 4] = struct.pack("<I", value) if random.random() < 0.5 else content[at : at + 4]
            content[at : at + 2] = struct.pack("<H", value & 0xFFFF)
    return suffix, bytes(content)


_KINDS: Mapping[str, tuple[float, Callable[[Random], tuple[str, bytes]]]] = {
    "flipped bytes": (3, _flipped_bytes),
    "cut file": (2, _cut_file),
    "wrong ending": (0.3, _wrong_ending),
    "random bytes": (1, _random_bytes),
    "overwritten words": (4, _overwritten_words),
    "sectors in circles": (1, _sectors_in_circles),
    "swapped members": (1, _repacked(_swap)),
    "lost members": (0.5, _repacked(_lose)),
    "flipped inside": (3, _repacked(_flip_inside)),
    "cut inside": (1, _repacked(_cut_inside)),
    "shuffled tags": (3, _repacked(_shuffle_tags)),
    "huge values": (3, _repacked(_huge_values)),
    "huge sheet": (0.6, _repacked(_huge_sheet)),
    "laughs": (1, _repacked(_laughs)),
    "depths": (1, _repacked(_depths)),
    "blown up": (0.4, _repacked(_blow_up)),
    "many members": (0.3, _repacked(_many_members)),
    "nested": (0.3, _repacked(_nested)),
    "hostile names": (0.5, _repacked(_hostile_names)),
    "lying directory": (2, _lying_directory),
}
