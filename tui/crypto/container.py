"""The container of a bundle: an age file around a tar archive of a signed manifest and its payload.

``age -d -i key.txt BUNDLE | tar x`` followed by ``minisign -V -m manifest.json`` opens and verifies it.
The members, in this order: ``manifest.json`` (at most 1 MiB), ``manifest.json.minisig``, then
``payload/…`` as given. What the manifest says, and whose signature it is, is not this module's business.

Plaintext exists only in memory (memfd); a closed file of this kind leaves nothing behind. pyrage is given
real files because it holds the interpreter for as long as its source and target do not release it.
"""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fcntl import F_ADD_SEALS, F_SEAL_GROW, fcntl
from itertools import islice
from typing import BinaryIO

import pyrage

from tui.crypto import age, ustar
from tui.faults import Failure, Fault

MANIFEST = "manifest.json"
SIGNATURE = "manifest.json.minisig"
MAX_MANIFEST = 1024 * 1024
MAX_SIGNATURE = 16 * 1024
MAX_MEMBERS = 10_002
MAX_BUNDLE = 512 * 1024 * 1024  # bytes of ciphertext; plaintext and payload are in memory together on opening
Progress = Callable[[int, int], None]

_PAYLOAD_NAME = re.compile(r"payload(?:/[a-z0-9][a-z0-9._-]*)+")
_MAX_HEADER = 64 * 1024  # about 650 recipients
_HEADER = re.compile(  # c2sp.org/age: version line, stanzas with wrapped base64 bodies, MAC
    rb"age-encryption\.org/v1\n"
    rb"(?:->(?: [!-~]+)+\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)+"
    rb"--- [A-Za-z0-9+/]{43}\n"
)
_STANZA_TYPE = re.compile(rb"^-> ([!-~]+)", re.MULTILINE)
_PROGRESS_STEP = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Parcel:
    """What travels: the manifest's exact bytes, its signature, and (``payload/…`` name, content) in order."""

    manifest: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    payload: tuple[tuple[str, bytes], ...] = field(repr=False)

    def __post_init__(self) -> None:
        names = [name for name, _ in self.payload]
        if not all(_PAYLOAD_NAME.fullmatch(name) and len(name) <= ustar.NAME_LENGTH for name in names):
            raise ValueError("a payload name that is not allowed")
        if len(set(names)) != len(names) or len(names) + 2 > MAX_MEMBERS:
            raise ValueError("payload names repeat or are too many")
        if len(self.manifest) > MAX_MANIFEST or len(self.signature) > MAX_SIGNATURE:
            raise ValueError("the manifest or its signature is too long")


@dataclass(frozen=True, slots=True)
class Opened:
    """An unsealed parcel, and how many recipients its age header has.

    Grease, which age programs add to test readers, is not counted; a recipient of any other kind is.
    """

    parcel: Parcel
    stanzas: int


def memory_file(content: bytes = b"") -> BinaryIO:
    """A real file that lives in memory alone and stands at its beginning."""
    file = os.fdopen(os.memfd_create("paicha", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING), "w+b")
    file.write(content)
    file.seek(0)
    return file


def seal(parcel: Parcel, recipients: Sequence[str], out: BinaryIO, progress: Progress | None = None) -> None:
    """Writes the parcel, encrypted to every recipient (``age1…``), to ``out`` at its position.

    ``progress`` is told (bytes done, bytes in all); what it raises stops the work and is passed on, as is
    an OSError of ``out``. ValueError for malformed or no recipients and for a parcel beyond MAX_BUNDLE.
    """
    keys = age.parse_recipients(recipients)
    with memory_file() as archive:
        for name, content in ((MANIFEST, parcel.manifest), (SIGNATURE, parcel.signature), *parcel.payload):
            ustar.write(name, content, archive)
        ustar.finish(archive)
        total = archive.tell()
        if total + _MAX_HEADER > MAX_BUNDLE:
            raise ValueError(f"a bundle of {total} bytes is too large: split it by records")
        archive.seek(0)
        source, target = _Watched(archive, total, progress), _Watched(out)
        try:
            pyrage.encrypt_io(source, target, keys)
        finally:
            _raise_kept(source, target)


def unseal(source: BinaryIO, identity: str, progress: Progress | None = None) -> Opened:
    """The parcel in a bundle, and its recipients counted. ``source`` is a real file (or ``memory_file``).

    E01 if it cannot be read. E02: not a binary age v1 file, or its header is malformed. E03: no recipient
    of it is ours. E04: altered or cut anywhere. E06: too large, or inside is anything but the members
    described above. Nothing of the plaintext is looked at before its last chunk has been verified.
    """
    try:
        size = source.seek(0, os.SEEK_END)
        source.seek(0)
        head = _HEADER.match(source.read(_MAX_HEADER))
        source.seek(0)
    except OSError:
        raise Failure(Fault.E01_MEDIA_READ) from None
    if head is None:
        raise Failure(Fault.E02_NOT_A_BUNDLE)
    if size > MAX_BUNDLE:
        raise Failure(Fault.E06_BAD_LAYOUT)
    stanzas = sum(not kind.endswith(b"-grease") for kind in _STANZA_TYPE.findall(head.group()))
    with memory_file() as archive:
        archive.truncate(size)
        fcntl(archive, F_ADD_SEALS, F_SEAL_GROW)  # plaintext is never longer than its ciphertext
        length = _decrypt(_Watched(source, size, progress), archive, identity)
        archive.seek(0)
        return Opened(_unpack(archive, length), stanzas)


def _decrypt(source: "_Watched", archive: BinaryIO, identity: str) -> int:
    target = _Watched(archive)
    try:
        pyrage.decrypt_io(source, target, [age.parse_identity(identity)])
    except (pyrage.DecryptError, OSError) as broken:
        if isinstance(source.kept, OSError):
            raise Failure(Fault.E01_MEDIA_READ) from None
        _raise_kept(source, target)
        # pyrage has one exception for all; this sentence is the only sign that no stanza was ours.
        foreign = str(broken) == "No matching keys found"
        raise Failure(Fault.E03_NOT_FOR_US if foreign else Fault.E04_DAMAGED) from None
    _raise_kept(source, target)
    return target.count


def _unpack(archive: BinaryIO, length: int) -> Parcel:
    try:
        members = islice(ustar.read(archive, length), MAX_MEMBERS + 1)
        names, contents = zip(*members, strict=True)
        if names[:2] != (MANIFEST, SIGNATURE):
            raise ValueError("the manifest and its signature do not come first")
        return Parcel(contents[0], contents[1], tuple(zip(names[2:], contents[2:], strict=True)))
    except ValueError:
        raise Failure(Fault.E06_BAD_LAYOUT) from None


class _Watched:
    """A file as pyrage uses it: counts bytes and keeps the first exception.

    pyrage turns an exception of its source or target into one of its own without type or errno, and drops
    that of the last write altogether.
    """

    def __init__(self, file: BinaryIO, total: int = 0, progress: Progress | None = None) -> None:
        self.count = 0
        self.kept: BaseException | None = None
        self._file = file
        self._total = total
        self._progress = progress
        self._told = 0

    def read(self, size: int = -1) -> bytes:
        try:
            chunk = self._file.read(size)
            self.count += len(chunk)
            if self._progress and (self.count - self._told >= _PROGRESS_STEP or not chunk):
                self._told = self.count
                self._progress(self.count, self._total)
            return chunk
        except BaseException as failed:
            self.kept = self.kept or failed
            raise

    def write(self, chunk: bytes) -> int:
        try:
            self.count += len(chunk)
            return self._file.write(chunk)
        except BaseException as failed:
            self.kept = self.kept or failed
            raise

    def flush(self) -> None:
        self._file.flush()


def _raise_kept(*files: _Watched) -> None:
    for file in files:
        if file.kept is not None:
            raise file.kept
