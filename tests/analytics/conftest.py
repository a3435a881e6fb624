"""Settings that the tests of analytics share."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is no fault of the code.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
