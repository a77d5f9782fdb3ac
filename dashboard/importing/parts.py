"""What a file, or a sheet of it, is and holds: counted while it is read."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from dashboard.marks import topic_of
from dashboard.sources.files import SourceFile
from dashboard.sources.format import Recognised
from dashboard.sources.outcomes import Choices, Question, Row


@dataclass
class Part:
    """What a file, or a sheet of it, is and holds."""

    file: SourceFile
    sha256: str
    recognised: Recognised | None
    choices: Choices
    rows: Counter[str] = field(default_factory=Counter)
    records: int = 0
    of_five: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    notices: Counter[str] = field(default_factory=Counter)
    not_data: int = 0
    deleted: int = 0
    countries: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    days: tuple[date, date] | None = None
    questions: list[Question] = field(default_factory=list)
    preview: list[Row] = field(default_factory=list)

    @property
    def table(self) -> str:
        """The table that its records fill first."""
        return self.recognised.format.table if self.recognised else ""

    @property
    def types(self) -> Counter[str]:
        """How many events of each type there are."""
        counts: Counter[str] = Counter()
        for (kind, _), count in self.kinds.items():
            counts[kind] += count
        return counts

    @property
    def topics(self) -> set[str]:
        """The topics of its events."""
        return {topic_of(*kind) for kind in self.kinds}
