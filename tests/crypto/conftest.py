"""hypothesis without its time limit per example: a slow machine proves nothing."""

import pytest
from hypothesis import settings

settings.register_profile("paicha", deadline=None)
settings.load_profile("paicha")


@pytest.fixture(autouse=True)
def passphrases_stretched_once() -> None:
    """Not here: slots are stretched each with its own salt."""
