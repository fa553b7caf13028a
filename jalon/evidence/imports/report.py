"""What an import found and did, as a value that can be kept."""

from dataclasses import asdict, dataclass, field

from jalon.evidence.imports import sentences


@dataclass
class Report:
    """`refusal` is a code when nothing could be read; `recorded` says whether the rows were taken in.

    Problems and warnings are dictionaries with sheet, row, column (the header), letter, field, value, code
    and detail; only the first ones are kept, `counts` says how many there are of each code. `derived` says
    for each kind and service what follows from them, and for how many lines.
    """

    file_name: str
    centre: str
    lines: int = 0
    bad: int = 0
    new: int = 0
    unchanged: int = 0
    corrected: int = 0
    reversed: int = 0
    problems: list[dict] = field(default_factory=list)
    warnings: list[dict] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    changes: list[dict] = field(default_factory=list)
    headers: list[dict] = field(default_factory=list)
    derived: list[dict] = field(default_factory=list)
    refusal: str = ""
    detail: str = ""
    dry_run: bool = False
    recorded: bool = False
    moment: int | None = None

    @property
    def ok(self) -> bool:
        """Whether every line can be taken in."""
        return not self.refusal and not self.problems

    @property
    def errors(self) -> int:
        """How many there are, listed or not; what is only worth knowing is counted beside them."""
        worth_knowing = sum(self.counts.get(code, 0) for code in sentences.WARNINGS)
        return sum(self.counts.values()) - worth_knowing

    @property
    def changed(self) -> int:
        return self.new + self.corrected + self.reversed

    def as_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, said: dict) -> "Report":
        return cls(**said)
