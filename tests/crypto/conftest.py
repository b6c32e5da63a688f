"""The slots are tested as they are."""

import pytest


@pytest.fixture(autouse=True)
def passphrases_stretched_once() -> None:
    """Not here: slots are stretched each with its own salt."""
