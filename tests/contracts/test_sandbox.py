"""The sandboxes keep their contract: walled in, with limits only, and in this process."""

from __future__ import annotations

import pytest
from sandbox_contract import SandboxContract

from congvan.backends.memory_sandbox import MemorySandbox
from congvan.backends.sandbox import ConfinedSandbox


@pytest.mark.confinement
class TestConfinedSandbox(SandboxContract):
    @pytest.fixture
    def sandbox(self) -> ConfinedSandbox:
        return ConfinedSandbox(walls=True)


class TestLimitedSandbox(SandboxContract):
    @pytest.fixture
    def sandbox(self) -> ConfinedSandbox:
        return ConfinedSandbox(walls=False)


class TestMemorySandbox(SandboxContract):
    @pytest.fixture
    def sandbox(self) -> MemorySandbox:
        return MemorySandbox()
