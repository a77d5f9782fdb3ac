"""What a file, or a sheet of it, is and holds: counted while it is read."""

from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import date

from dashboard.marks import topic_of
from dashboard.sources.format import Recognised
from dashboard.sources.reading.files import SourceFile
from dashboard.sources.reading.outcomes import Choices, Question, Row


@dataclass(kw_only=True)
class Counted:
    """What was counted while a file, or a span of it, was read."""

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

    def add(self, following: "Counted") -> None:
        """Take in what was counted in the span behind this one."""
        for each in fields(Counted):
            own, other = getattr(self, each.name), getattr(following, each.name)
            if isinstance(own, Counter):
                own.update(other)
            elif isinstance(own, int):
                setattr(self, each.name, own + other)
        self.questions += following.questions
        self.preview = self.preview or following.preview
        self.count_days(*(following.days or ()))

    def count_days(self, *days: date) -> None:
        """Take in days that rows are of."""
        known = [*(self.days or ()), *days]
        self.days = (min(known), max(known)) if known else None


@dataclass
class Part(Counted):
    """A file, or a sheet of it, and what was counted in it."""

    file: SourceFile
    sha256: str
    recognised: Recognised | None
    choices: Choices

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
