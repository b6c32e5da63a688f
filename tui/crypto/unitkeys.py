"""The two keys of a unit: one signs its bundles (minisign), the other receives them (age).

Both secrets are kept as sub-keys. The signing secret is an unencrypted minisign secret key file, so the
standard ``minisign`` command can use it once ``age -d`` has yielded it; signatures are verified by
``minisign -V``.
"""

import base64

from minisign import KeyPair, PublicKey, SecretKey, Signature

from tui.crypto import age
from tui.faults import Failure, Fault


def new_signing_key() -> bytes:
    """A fresh signing secret: the text of a minisign secret key file without a password."""
    return bytes(KeyPair.generate().secret_key) + b"\n"


def signing_public(secret: bytes) -> str:
    """The public key of a signing secret, as in the second line of a minisign public key file."""
    with SecretKey.from_bytes(secret) as key:
        return str(key.get_public_key().to_base64(), "ascii")


def new_receiving_key() -> str:
    """A fresh receiving secret: an age identity."""
    return age.new_identity()


def receiving_public(identity: str) -> str:
    """The recipient of a receiving secret, ``age1…``."""
    return age.recipient_of(identity)


def key_id(public: str) -> str:
    """The id of a minisign public key, as the ``minisign`` command prints it but always of sixteen digits.

    The command leaves out leading zeros. ValueError unless the text is a public key in its one spelling.
    """
    encoded = PublicKey.from_base64(public).to_base64()
    if encoded != public.encode():
        raise ValueError("not the one spelling of a minisign public key")
    return _printed_id(encoded)


def sign_manifest(secret: bytes, manifest: bytes, trusted_comment: str) -> bytes:
    """The text of a minisign signature file over the manifest (prehashed: BLAKE2b-512, then Ed25519).

    The trusted comment is signed too. ValueError unless it is one line of printable ASCII.
    """
    with SecretKey.from_bytes(secret) as key:
        return bytes(key.sign(manifest, prehash=True, trusted_comment=trusted_comment)) + b"\n"


def signer_id(signature: bytes) -> str:
    """The key id that a signature names, to look its sender up; nothing is proved by it. E12 if malformed."""
    return _printed_id(bytes(_parse(signature)).splitlines()[1])


def verify_manifest(public: str, manifest: bytes, signature: bytes) -> str:
    """The trusted comment of a signature made over exactly these bytes by the holder of ``public``.

    E12 for everything else: another key or manifest, a signature that is not prehashed (the legacy kind
    signs other bytes), comments that are not printable ASCII, any spelling the
    ``minisign`` command would not write.
    """
    parsed = _parse(signature)
    try:
        PublicKey.from_base64(public).verify(manifest, parsed)
    except ValueError:
        raise Failure(Fault.E12_BAD_SIGNATURE) from None
    return str(parsed.trusted_comment)


def _parse(signature: bytes) -> Signature:
    try:
        parsed = Signature.from_bytes(signature)
        one_spelling = bytes(parsed) + b"\n" == signature
        comments = parsed.trusted_comment + parsed.untrusted_comment
    except ValueError:
        raise Failure(Fault.E12_BAD_SIGNATURE) from None
    if not (one_spelling and comments.isascii() and comments.isprintable() and parsed.is_prehashed()):
        raise Failure(Fault.E12_BAD_SIGNATURE)
    return parsed


def _printed_id(encoded: bytes) -> str:
    # Two bytes of algorithm, then eight of id, which minisign prints as a little-endian number.
    return base64.b64decode(encoded)[2:10][::-1].hex().upper()
