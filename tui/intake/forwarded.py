"""The reports that a report forwards: each is verified as if it had come by itself.

It bears its own sender's signature. That sender's key is the one on the card accepted here, or vouched for before;
only a unit never heard of is believed on the word of the unit that forwards it.
"""

from collections.abc import Mapping, Sequence

from tui.crypto import vouching
from tui.crypto.manifest import REPORT, Manifest, digest
from tui.crypto.vouching import VouchedCard
from tui.faults import Failure, Fault
from tui.intake.report_records import read_records
from tui.intake.signatures import verified
from tui.store.travel.records import FORWARDED_FILES, RECORDS_FILE, Forwarded, Report, forwarded_name

Payload = Sequence[tuple[str, bytes]]


def read_forwarded(outer: Manifest, payload: Payload, keys: Mapping[bytes, str]) -> tuple[Forwarded, ...]:
    """The reports in the payload of ``outer`` behind its own records; their records are still to be read.

    ``keys`` are the signing keys known here, by the unit's uuid. Raises ``Failure`` E22 for files that are not four
    for each report, a card that is none, a unit that comes twice, or records that its manifest does not name; E12,
    E07, E08 for a manifest that is not its sender's; E14 for a report that was meant for somebody else than the
    units it went through.
    """
    count = outer.counts.forwarded
    expected = [forwarded_name(number, file) for number in range(1, count + 1) for file in FORWARDED_FILES]
    if [path for path, _ in payload] != expected:
        raise Failure(Fault.E22_PAYLOAD_MISMATCH)
    contents = [content for _, content in payload]
    size = len(FORWARDED_FILES)
    groups = [contents[start : start + size] for start in range(0, len(contents), size)]
    found = tuple(_forwarded(card, manifest, signature, packed, keys) for card, manifest, signature, packed in groups)
    units = [forwarded.card.unit for forwarded in found]
    on_the_way = {outer.sender.org, *units}
    if len(on_the_way) != 1 + count or outer.to[0].org in on_the_way:
        raise Failure(Fault.E22_PAYLOAD_MISMATCH)
    if any(addressee.org not in on_the_way for forwarded in found for addressee in forwarded.report.manifest.to):
        raise Failure(Fault.E14_FORWARDED)
    return found


def _forwarded(raw_card: bytes, raw: bytes, signature: bytes, packed: bytes, keys: Mapping[bytes, str]) -> Forwarded:
    card = _card(raw_card)
    unit = bytes.fromhex(card.unit)
    manifest = verified(unit, keys.get(unit, card.signing), raw, signature)
    if manifest.kind != REPORT:
        raise Failure(Fault.E08_UNSUPPORTED)
    named = [(file.size, file.sha256) for file in manifest.payload if file.path == RECORDS_FILE]
    if named != [(len(packed), digest(packed))]:
        raise Failure(Fault.E22_PAYLOAD_MISMATCH)
    return Forwarded(card, Report(manifest, raw, signature, packed, lambda: read_records(packed, manifest)))


def _card(raw: bytes) -> VouchedCard:
    try:
        return vouching.decode(raw)
    except ValueError:
        raise Failure(Fault.E22_PAYLOAD_MISMATCH) from None
