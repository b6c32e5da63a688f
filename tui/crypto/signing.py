"""A person's signature: Ed25519 (RFC 8032) over whole messages.

Journal headers, grants and key slots are signed with it. Every kind of message begins with a prefix of
its own, so that a signature given for one can never be shown as another.
"""

import secrets

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SEED_BYTES = 32


def new_seed() -> bytes:
    """Thirty-two random bytes: the private key."""
    return secrets.token_bytes(SEED_BYTES)


def verify_key(seed: bytes) -> bytes:
    """The public key of a seed, 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """The signature, 64 bytes; the same for the same message."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def verifies(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of ``key`` signed exactly this message; what is malformed verifies nothing."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
