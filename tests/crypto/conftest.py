"""hypothesis without its time limit per example: a slow machine proves nothing."""

from hypothesis import settings

settings.register_profile("paicha", deadline=None)
settings.load_profile("paicha")
