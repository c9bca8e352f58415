"""Whose comments are counted: audience, age band, area, setting, words; and how many there are."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from consult.partnership.services import areas
from consult.respond.models import Comment, Submission
from consult.respond.rules import SETTING_LABELS
from consult.safeguarding.services import free_comments
from consult.survey.models import SurveyVersion
from consult.survey.rules import AUDIENCE_LABELS, Audience, QuestionType, read_definition

MOST_KINDS = 2
COLUMNS = {
    "who": Submission.audience,
    "age": Submission.age_band,
    "area": Submission.area_key,
    "setting": Submission.setting_kind,
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for: keys by kind of filter, and words that a comment must have.

    Two kinds at most are used at once, the first two (L-SDC-04); `too_many` says so.
    """

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: str = ""
    too_many: bool = False

    def conditions(self, *, but: str = "") -> list[ColumnElement[bool]]:
        """Return the filters for SQL on comments and submissions, perhaps all but one kind."""
        kinds = [
            COLUMNS[kind].in_(keys) for kind, keys in self.chosen.items() if keys and kind != but
        ]
        return [*kinds, *self._has_words()]

    def _has_words(self) -> list[ColumnElement[bool]]:
        return [
            func.lower(Comment.text).contains(word, autoescape=True)
            for word in self.words.lower().split()
        ]

    @property
    def is_on(self) -> bool:
        """Whether anything is filtered at all."""
        return bool(self.words or any(self.chosen.values()))


class Option(NamedTuple):
    """One box to tick: how many people wrote, among those whom the other filters leave."""

    key: str
    label: str
    people: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Writers:
    """Who wrote: the boxes of each kind of filter, and the people left by all of them."""

    options: dict[str, list[Option]]
    people: Counter[Audience]


def read_filters(asked: Mapping[str, Collection[str]], words: str) -> Filters:
    """Return the filters that an address asks for; anything unknown is left out."""
    known = {"who": [audience.value for audience in Audience]}
    chosen = {
        kind: tuple(one for one in asked.get(kind, ()) if one in known.get(kind, (one,)))
        for kind in COLUMNS
    }
    used = [kind for kind, keys in chosen.items() if keys]
    kept = {kind: chosen[kind] for kind in used[:MOST_KINDS]}
    return Filters(kept, " ".join(words.split()), too_many=len(used) > MOST_KINDS)


def writers_among(
    session: Session, consultation_id: int, filters: Filters, *, today: date
) -> Writers:
    """Count the people who wrote, by each kind of filter and under the others."""
    columns = list(COLUMNS.values())
    # What a group said together is in the pool of comments, and is no one person's.
    is_own = Submission.group_session_id.is_(None)
    people = func.count(func.distinct(case((is_own, Submission.id))))
    free = free_of(consultation_id).with_only_columns(*columns, people, maintain_column_froms=True)
    asked = Filters(words=filters.words).conditions()
    cells = [
        (dict(zip(COLUMNS, map(_key, row), strict=False)), int(row[-1] or 0))
        for row in session.execute(free.where(*asked).group_by(*columns))
    ]
    labels = _labels(session, consultation_id, today)
    options = {kind: _options(kind, cells, labels[kind], filters) for kind in COLUMNS}
    left: Counter[Audience] = Counter()
    for keys, count in cells:
        if _fits(keys, filters, but=""):
            left[Audience(keys["who"])] += count
    people_left = Counter({one: left[one] for one in Audience if left[one]})
    return Writers(options, people_left)


def free_of(consultation_id: int) -> Select[Any]:
    """Return the select of the comments of a consultation that may be analysed."""
    return free_comments().where(Submission.consultation_id == consultation_id)


def _key(value: Any) -> str:
    return "" if value is None else str(value)


def _fits(keys: Mapping[str, str], filters: Filters, *, but: str) -> bool:
    return all(
        keys[kind] in chosen for kind, chosen in filters.chosen.items() if chosen and kind != but
    )


def _options(
    kind: str, cells: list[tuple[dict[str, str], int]], labels: Mapping[str, str], filters: Filters
) -> list[Option]:
    counted: Counter[str] = Counter()
    for keys, count in cells:
        if _fits(keys, filters, but=kind):
            counted[keys[kind]] += count
    there = {keys[kind] for keys, _ in cells}
    chosen = filters.chosen.get(kind, ())
    return [
        Option(key, label, counted[key], key in chosen)
        for key, label in labels.items()
        if key in there or key in chosen
    ]


def _labels(session: Session, consultation_id: int, today: date) -> dict[str, dict[str, str]]:
    return {
        "who": {audience.value: label for audience, label in AUDIENCE_LABELS.items()},
        "age": _age_labels(session, consultation_id),
        "area": {area.key: area.name for area in areas(session, today)},
        "setting": {kind.value: label for kind, label in SETTING_LABELS.items()},
    }


def _age_labels(session: Session, consultation_id: int) -> dict[str, str]:
    """Return the age bands as the published surveys call them."""
    used = select(Submission.survey_version_id).where(Submission.consultation_id == consultation_id)
    labels: dict[str, str] = {}
    for version in session.scalars(select(SurveyVersion).where(SurveyVersion.id.in_(used))):
        asked = read_definition(version.definition).of_type(QuestionType.AGE_BAND)
        labels |= {option.key: option.label for option in asked.options} if asked else {}
    return labels
