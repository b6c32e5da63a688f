"""A person's signature verifies for their key and their message alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.crypto import signing


@given(st.binary(max_size=200))
def test_a_signature_verifies_only_with_its_key_and_message(message: bytes) -> None:
    seed = signing.new_seed()
    signature = signing.sign(seed, message)
    assert signing.verifies(signing.verify_key(seed), message, signature)
    assert not signing.verifies(signing.verify_key(seed), message + b"x", signature)
    assert not signing.verifies(signing.verify_key(signing.new_seed()), message, signature)


def test_it_is_the_ed25519_of_rfc_8032() -> None:
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    assert signing.verify_key(seed).hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert signing.sign(seed, b"").hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155")


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33)])
def test_malformed_keys_verify_nothing(key: bytes) -> None:
    assert not signing.verifies(key, b"message", bytes(64))


@pytest.mark.parametrize("signature", [b"", bytes(63), bytes(64), bytes(65)])
def test_malformed_signatures_verify_nothing(signature: bytes) -> None:
    assert not signing.verifies(signing.verify_key(signing.new_seed()), b"message", signature)
