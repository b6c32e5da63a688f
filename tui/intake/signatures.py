"""Whether a manifest is its sender's: the signature over its bytes first, and only then what they say."""

from tui.crypto import manifest as manifests
from tui.crypto import unitkeys
from tui.crypto.container import Parcel
from tui.crypto.manifest import Manifest
from tui.faults import Failure, Fault
from tui.store.travel.records import READ_VERSIONS


def verified(unit: bytes, signing: str, raw: bytes, signature: bytes) -> Manifest:
    """The manifest in these bytes, signed by the holder of ``signing``, who is the unit with that uuid.

    Raises ``Failure`` E12 if it is not so signed, E07 or E08 for what was signed.
    """
    comment = unitkeys.verify_manifest(signing, raw, signature)
    manifest = manifests.decode(raw)
    says = (manifest.trusted_comment, manifest.sender.org, manifest.sender.key)
    if says != (comment, unit.hex(), unitkeys.key_id(signing)):
        raise Failure(Fault.E12_BAD_SIGNATURE)
    if manifest.basis.schema_version not in READ_VERSIONS:
        raise Failure(Fault.E08_UNSUPPORTED)
    return manifest


def refuse_other_payload(manifest: Manifest, parcel: Parcel) -> None:
    """E22 unless the payload is, file by file and byte for byte, what the manifest names."""
    found = [(path, len(content), manifests.digest(content)) for path, content in parcel.payload]
    if found != [(file.path, file.size, file.sha256) for file in manifest.payload]:
        raise Failure(Fault.E22_PAYLOAD_MISMATCH)
