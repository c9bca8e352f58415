"""What would make words plainer and fairer: hints, each with the place it is about and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from consult.analysis.wording import patterns
from consult.analysis.wording.plainer import instead_of, office_words
from consult.analysis.wording.reading import MAX_CHARACTERS, Sentence, sentences

AGE_OF_EASY_READ = 8
MOST_WORDS = 20
MOST_WORDS_EASY_READ = 15


class HintKind(StrEnum):
    """What is in the way."""

    LONG = "long"
    DOUBLE = "double"
    LEADING = "leading"
    NEGATIVE = "negative"
    JARGON = "jargon"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to put better: the words at a place, why, and what to try (or nothing)."""

    kind: HintKind
    start: int
    end: int
    words: str
    why: str
    instead: str = ""


def hints(text: str, *, target_age: int, proposal: bool = False) -> list[Hint]:
    """Return what could be put better, in the order of the text; closed minds in proposals only."""
    text = text[:MAX_CHARACTERS]
    found = [*_jargon(text)]
    for sentence in sentences(text):
        found += _of_sentence(text, sentence, target_age)
        if proposal:
            found += _matches(sentence, HintKind.CLOSED, patterns.CLOSED)
    return sorted(found, key=lambda hint: (hint.start, hint.end))


def _jargon(text: str) -> Iterator[Hint]:
    for found in office_words().finditer(text):
        why = "An office says this; many people do not."
        instead = instead_of(found[0])
        yield Hint(HintKind.JARGON, found.start(), found.end(), found[0], why, instead)


def _of_sentence(text: str, sentence: Sentence, target_age: int) -> Iterator[Hint]:
    most = MOST_WORDS_EASY_READ if target_age <= AGE_OF_EASY_READ else MOST_WORDS
    if len(sentence.words) > most:
        why = f"{len(sentence.words)} words in one sentence. Aim for {most} or fewer."
        words = text[sentence.start : sentence.end]
        yield Hint(
            HintKind.LONG, sentence.start, sentence.end, words, why, "two or more short sentences"
        )
    leading = list(_matches(sentence, HintKind.LEADING, patterns.LEADING))
    yield from leading or _first(sentence, HintKind.NEGATIVE, patterns.NEGATIVE)
    if not patterns.ONE_THING.search(sentence.text):
        yield from _first(sentence, HintKind.DOUBLE, patterns.DOUBLE)


def _matches(
    sentence: Sentence, kind: HintKind, rules: tuple[patterns.Rule, ...]
) -> Iterator[Hint]:
    for rule in rules:
        for found in rule.pattern.finditer(sentence.text):
            start = sentence.start + found.start()
            yield Hint(kind, start, start + len(found[0]), found[0], rule.why, rule.instead)


def _first(sentence: Sentence, kind: HintKind, rules: tuple[patterns.Rule, ...]) -> list[Hint]:
    return list(_matches(sentence, kind, rules))[:1]
