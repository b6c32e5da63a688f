"""A person's slot: their two private keys, wrapped by their passphrase.

A slot is a JSON object::

    version      1
    person       id of the person
    recipient    public half of the age identity, age1…
    verify_key   public half of the Ed25519 seed, 32 bytes
    kdf          alg argon2id, version 19, memory_kib, iterations, lanes, salt (32 bytes)
    wrap         A256GCM
    commit       what the passphrase must lead to, 32 bytes
    set_on       day on which the passphrase was set, YYYY-MM-DD
    former       kdf and commit of earlier passphrases, oldest first
    nonce, ct    AES-256-GCM of the identity and the seed
    signature    by the person's own Ed25519 key over the vault id and all of the above, 64 bytes

All bytes are lower-case hexadecimal. Argon2id (RFC 9106) turns the passphrase into one secret;
HKDF-SHA256 takes two independent keys from it, one that wraps and one that is the commitment. Three locks
tell what happened: the signature shows an edited slot before any work is done, the commitment a wrong
passphrase, and AES-GCM, which authenticates the vault id and the whole header, catches whoever signed an
edited header with a key of their own.
"""

import hmac
import os
import secrets
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tui.crypto import age, canonical, signing
from tui.faults import Failure, Fault

VERSION = 1
_SALT_BYTES = 32
_NONCE_BYTES = 12
_COMMIT_BYTES = 32
_ARGON2_VERSION = 19
_HEADER = ("version", "person", "recipient", "verify_key", "kdf", "wrap", "commit", "set_on", "former", "nonce")
_FIELDS = frozenset((*_HEADER, "ct", "signature"))
_KDF_FIELDS = frozenset(("alg", "version", "memory_kib", "iterations", "lanes", "salt"))
_COMMITMENT: Final = ("kdf", "commit")


@dataclass(frozen=True, slots=True)
class PersonKeys:
    """The private keys of one person: an age identity (opens sub-keys) and an Ed25519 seed (signs)."""

    identity: str = field(repr=False)
    seed: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> "PersonKeys":
        return cls(age.new_identity(), signing.new_seed())

    @property
    def recipient(self) -> str:
        """``age1…``, to which sub-keys are addressed."""
        return age.recipient_of(self.identity)

    @property
    def verify_key(self) -> bytes:
        """The Ed25519 public key, 32 bytes."""
        return signing.verify_key(self.seed)


@dataclass(frozen=True, slots=True)
class Kdf:
    """The cost of one guess at a passphrase: Argon2id memory in KiB, passes over it, parallel lanes."""

    memory_kib: int
    iterations: int
    lanes: int


FLOOR = Kdf(memory_kib=64 * 1024, iterations=3, lanes=4)  # RFC 9106 section 4, second recommended option
CEILING = Kdf(memory_kib=1024 * 1024, iterations=64, lanes=16)  # more would only freeze whoever opens the slot
_CALIBRATED_MEMORY_KIB = 256 * 1024


def calibrate(target_seconds: float = 0.7) -> Kdf:
    """Parameters that take about ``target_seconds`` on this machine, never below FLOOR.

    At most 256 MiB, and at most an eighth of the machine's memory; iterations fill up the time.
    """
    machine_kib = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 1024
    memory = max(FLOOR.memory_kib, min(_CALIBRATED_MEMORY_KIB, machine_kib // 8))
    start = time.perf_counter()
    _stretch("calibration", bytes(_SALT_BYTES), Kdf(memory, FLOOR.iterations, FLOOR.lanes))
    pace = target_seconds / (time.perf_counter() - start)
    if pace < 1:
        return Kdf(max(FLOOR.memory_kib, int(memory * pace)), FLOOR.iterations, FLOOR.lanes)
    return Kdf(memory, min(CEILING.iterations, int(FLOOR.iterations * pace)), FLOOR.lanes)


def make_slot(
    vault: str,
    person: str,
    keys: PersonKeys,
    passphrase: str,
    kdf: Kdf,
    *,
    set_on: date,
    former: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """A slot that ``open_slot`` opens with the same vault id and passphrase.

    ``former`` are the commitments of earlier passphrases, from ``commitment``. KDF_TOO_WEAK below FLOOR, ValueError
    above CEILING. Whether the passphrase is good enough is not looked at here.
    """
    _refuse_weak(kdf)
    if _exceeds_ceiling(kdf):
        raise ValueError(f"{kdf} is above {CEILING}")
    salt = secrets.token_bytes(_SALT_BYTES)
    wrap_key, commit = _derive(passphrase, salt, kdf)
    header: dict[str, Any] = {
        "version": VERSION,
        "person": person,
        "recipient": keys.recipient,
        "verify_key": keys.verify_key.hex(),
        "kdf": {
            "alg": "argon2id",
            "version": _ARGON2_VERSION,
            "memory_kib": kdf.memory_kib,
            "iterations": kdf.iterations,
            "lanes": kdf.lanes,
            "salt": salt.hex(),
        },
        "wrap": "A256GCM",
        "commit": commit.hex(),
        "set_on": set_on.isoformat(),
        "former": list(former),
        "nonce": secrets.token_bytes(_NONCE_BYTES).hex(),
    }
    secret = canonical.encode({"identity": keys.identity, "seed": keys.seed.hex()})
    wrapped = AESGCM(wrap_key).encrypt(bytes.fromhex(header["nonce"]), secret, _bound(vault, header))
    unsigned = {**header, "ct": wrapped.hex()}
    return {**unsigned, "signature": signing.sign(keys.seed, _bound(vault, unsigned)).hex()}


def open_slot(vault: str, slot: Any, passphrase: str, *, file: str) -> PersonKeys:
    """The keys of the person, from the slot as it was read from ``file`` (named in the sentence of a
    failure).

    PASSPHRASE_WRONG: the slot is whole, the passphrase is not the one. SLOT_DAMAGED: malformed, altered
    or made for another vault. KDF_TOO_WEAK: somebody lowered the cost; refused before the passphrase is
    touched.
    """
    damaged = Failure(Fault.SLOT_DAMAGED, file=file)
    try:
        _check_shape(slot)
        kdf = _read_kdf(slot["kdf"])
        _refuse_weak(kdf)
        header = {name: value for name, value in slot.items() if name not in ("ct", "signature")}
        unsigned = {**header, "ct": slot["ct"]}
        verify_key, signature = _unhex(slot["verify_key"]), _unhex(slot["signature"])
        intact = signing.verifies(verify_key, _bound(vault, unsigned), signature)
        salt, nonce = _unhex(slot["kdf"]["salt"]), _unhex(slot["nonce"], _NONCE_BYTES)
        wrapped, commit = _unhex(slot["ct"]), _unhex(slot["commit"], _COMMIT_BYTES)
    except (ValueError, TypeError):
        raise damaged from None
    if not intact:
        raise damaged

    wrap_key, expected = _derive(passphrase, salt, kdf)
    if not hmac.compare_digest(expected, commit):
        raise Failure(Fault.PASSPHRASE_WRONG)
    try:
        secret = canonical.decode(AESGCM(wrap_key).decrypt(nonce, wrapped, _bound(vault, header)))
        keys = PersonKeys(secret["identity"], bytes.fromhex(secret["seed"]))
        same = keys.recipient == slot["recipient"] and keys.verify_key == verify_key
    except (InvalidTag, ValueError):
        raise damaged from None
    if not same:
        raise damaged
    return keys


def commitment(slot: dict[str, Any]) -> dict[str, Any]:
    """What a slot keeps of a passphrase that is no longer its own."""
    return {name: slot[name] for name in _COMMITMENT}


def leads_to(passphrase: str, commitment: dict[str, Any]) -> bool:
    """Whether it is the passphrase that this commitment was made with. Takes as long as opening a slot."""
    kdf = _read_kdf(commitment["kdf"])
    _, commit = _derive(passphrase, _unhex(commitment["kdf"]["salt"]), kdf)
    return hmac.compare_digest(commit.hex(), commitment["commit"])


def _check_shape(slot: Any) -> None:
    """ValueError or TypeError unless it has the fields of a slot; keys and costs are read by others."""
    if not isinstance(slot, dict) or slot.keys() != _FIELDS:
        raise ValueError("not a slot")
    if (slot["version"], slot["wrap"]) != (VERSION, "A256GCM"):
        raise ValueError("not a slot of this version")
    if date.fromisoformat(slot["set_on"]).isoformat() != slot["set_on"]:
        raise ValueError("a date in another spelling")
    for earlier in slot["former"]:
        if not isinstance(earlier, dict) or earlier.keys() != set(_COMMITMENT):
            raise ValueError("not a commitment")
        _read_kdf(earlier["kdf"])
        _unhex(earlier["commit"], _COMMIT_BYTES)


def _read_kdf(kdf: Any) -> Kdf:
    """The parameters of a passphrase's protection; ValueError unless their shape is right."""
    if not isinstance(kdf, dict) or kdf.keys() != _KDF_FIELDS:
        raise ValueError("not parameters of Argon2id")
    if (kdf["alg"], kdf["version"]) != ("argon2id", _ARGON2_VERSION):
        raise ValueError("not Argon2id")
    costs = kdf["memory_kib"], kdf["iterations"], kdf["lanes"]
    if not all(type(cost) is int and cost > 0 for cost in costs) or _exceeds_ceiling(Kdf(*costs)):
        raise ValueError("no such cost")
    _unhex(kdf["salt"], _SALT_BYTES)
    return Kdf(*costs)


def _refuse_weak(kdf: Kdf) -> None:
    if kdf.memory_kib < FLOOR.memory_kib or kdf.iterations < FLOOR.iterations:
        raise Failure(Fault.KDF_TOO_WEAK)


def _exceeds_ceiling(kdf: Kdf) -> bool:
    over_memory = kdf.memory_kib > CEILING.memory_kib
    return over_memory or kdf.iterations > CEILING.iterations or kdf.lanes > CEILING.lanes


def normalised(passphrase: str) -> str:
    """The form in which a passphrase is counted and stretched."""
    # With an input method on, the same keys give full-width letters and digits; NFKC folds them together.
    return unicodedata.normalize("NFKC", passphrase)


def _stretch(passphrase: str, salt: bytes, kdf: Kdf) -> bytes:
    argon2id = Argon2id(salt=salt, length=32, iterations=kdf.iterations, lanes=kdf.lanes, memory_cost=kdf.memory_kib)
    return argon2id.derive(normalised(passphrase).encode("utf-8", "surrogatepass"))


def _derive(passphrase: str, salt: bytes, kdf: Kdf) -> tuple[bytes, bytes]:
    """(wrapping key, commitment), independent of each other, 32 bytes each."""
    secret = _stretch(passphrase, salt, kdf)
    return _expand(secret, b"paicha/slot/1/wrap"), _expand(secret, b"paicha/slot/1/commit")


def _expand(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)


def _bound(vault: str, part: dict[str, Any]) -> bytes:
    """The part of a slot together with the vault it belongs to, as it is authenticated or signed."""
    return b"paicha/slot/1\n" + canonical.encode({"vault": vault, "slot": part})


def _unhex(text: Any, length: int | None = None) -> bytes:
    """Bytes from their one spelling; ValueError for anything else or another length."""
    if not isinstance(text, str):
        raise ValueError("not hexadecimal text")
    raw = bytes.fromhex(text)
    if raw.hex() != text or (length is not None and len(raw) != length):
        raise ValueError("not the hexadecimal text expected")
    return raw
