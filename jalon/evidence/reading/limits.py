"""How much a file from outside may ask for; beyond, it is refused by name."""

import resource
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    file_bytes: int = 100 * 2**20
    unpacked_bytes: int = 1500 * 2**20
    parts: int = 2000  # files inside a workbook
    lines: int = 500_000
    memory_bytes: int = 3 * 2**30
    seconds: int = 90  # of processor
    wait: int = 180  # of anybody's clock

    def impose(self) -> None:
        """Put this process under the limits; the system ends it when it goes beyond."""
        resource.setrlimit(resource.RLIMIT_AS, (self.memory_bytes, self.memory_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (self.seconds, self.seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
