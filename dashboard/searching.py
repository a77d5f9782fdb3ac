"""What is searched for: words that must all be found, any of several, a phrase, words left out.

    police Osh             both words, in any spelling that is known of a name
    "mass rally"           the words beside each other, in that order
    rally OR march         one of the two is enough
    -virus  -"no one"      without

A word is found inside other words too. Rows in memory are asked by `Search.holds`, an engine by the
same forms (`engine.filters`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from dashboard.spellings import QUOTES, Forms, folded, names_in, phrase_forms
from dashboard.wording import N_, say

HINT = N_("“exact phrase” · this OR that · -without")
EITHER = ("OR", "|")
_QUOTE = '"“”„«»'
# A phrase in quotes, with or without a sign before it, or what stands between two blanks.
_PARTS = re.compile(rf"(-?)[{_QUOTE}]([^{_QUOTE}]*)[{_QUOTE}]|(\S+)")


class Term(NamedTuple):
    """A word, a known name or a phrase: as typed, and the forms of which one is enough."""

    typed: str
    forms: Forms
    is_phrase: bool = False

    def is_in(self, text: str) -> bool:
        """Say whether a folded text has it."""
        return any(all(part in text for part in form) for form in self.forms)

    @property
    def words(self) -> str:
        """The term as a sentence has it."""
        if self.is_phrase:
            return say("the phrase “{words}”", words=self.typed)
        return say("“{words}”", words=self.typed)


@dataclass(frozen=True)
class Search:
    """What a text must have, one of each of `wanted`, and what it must not have: `unwanted`."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything is searched for."""
        return bool(self.wanted or self.unwanted)

    def holds(self, text: str) -> bool:
        """Say whether a folded text passes."""
        return all(any(term.is_in(text) for term in terms) for terms in self.wanted) and not any(
            term.is_in(text) for term in self.unwanted
        )

    @property
    def words(self) -> str:
        """What the texts found are like; "" when nothing is searched for.

        >>> asked("police OR army -virus").words
        'containing “police” or “army”, and not “virus”'
        >>> asked("police Osh").words, asked("-virus -vaccine").words
        ('containing “police” and “Osh”', 'containing neither “virus” nor “vaccine”')
        """
        out = say(" nor ").join(term.words for term in self.unwanted)
        several = len(self.unwanted) > 1
        if not self.wanted:
            if several:
                return say("containing neither {words}", words=out)
            return say("not containing {words}", words=out) if out else ""
        clauses = [say(" or ").join(term.words for term in terms) for terms in self.wanted]
        if out:
            clauses.append(
                say("neither {words}", words=out) if several else say("not {words}", words=out)
            )
        either = any(len(terms) > 1 for terms in self.wanted)
        between = say(", and ") if either else say(" and ")
        return say("containing {words}", words=between.join(clauses))

    @property
    def failure(self) -> str:
        """Why a text that does not pass is left out.

        >>> asked("police").failure, asked("-virus").failure
        ('it does not contain “police”', 'it contains “virus”')
        """
        if not self.unwanted and len(self.wanted) == 1:
            words = say(" or ").join(term.words for term in self.wanted[0])
            return say("it does not contain {words}", words=words)
        if not self.wanted and len(self.unwanted) == 1:
            return say("it contains {words}", words=self.unwanted[0].words)
        return say("the search leaves it out")

    @property
    def missed(self) -> str:
        """What follows "3 events" that do not pass."""
        if self.unwanted or any(len(terms) > 1 for terms in self.wanted):
            return say("that the search leaves out")
        words = say(" and ").join(term.words for (term,) in self.wanted)
        return say("without the words {words}", words=words)


@lru_cache(maxsize=256)
def asked(text: str) -> Search:
    """Return what a text typed by somebody asks for; signs and quotes around nothing are passed by.

    >>> [[term.typed for term in terms] for terms in asked("“mass rally” OR march Osh").wanted]
    [['mass rally', 'march'], ['Osh']]
    """
    wanted: list[tuple[Term, ...]] = []
    unwanted: list[Term] = []
    joins, last = False, False
    for kind, term in _read(text):
        if term is None:
            joins = last
        elif kind:
            unwanted.append(term)
            joins = last = False
        else:
            wanted[-1:] = [(*wanted[-1], term)] if joins else [*wanted[-1:], (term,)]
            joins, last = False, True
    return Search(tuple(wanted), tuple(unwanted))


def _read(text: str) -> Iterator[tuple[str, Term | None]]:
    """Yield each term with the sign before it, "-" or ""; None for what stands between two."""
    plain: list[str] = []
    for sign, phrase, word in _PARTS.findall(text):
        bare = word.strip(QUOTES)
        without = len(bare) > 1 and bare.startswith("-")
        if bare and not without and word not in EITHER:
            plain.append(bare)
            continue
        yield from (("", term) for term in _terms(plain))
        plain = []
        if word in EITHER:
            yield "", None
        elif without:
            yield from (("-", term) for term in _terms([bare[1:].strip(QUOTES)]))
        elif words := phrase.split():
            several = len(words) > 1
            yield sign, Term(" ".join(words), phrase_forms(folded(phrase).split()), several)
    yield from (("", term) for term in _terms(plain))


def _terms(words: list[str]) -> Iterator[Term]:
    """Yield the words and the known names among them."""
    words = [word for word in words if word]
    first = 0
    for size, forms in names_in([folded(word) for word in words]):
        yield Term(" ".join(words[first : first + size]), forms)
        first += size
