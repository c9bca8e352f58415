"""The queries that the figures of a themes report name, each with its meaning in plain words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from consult.disclosure import HIDDEN, LEAST_BASE, THRESHOLD, share, shown
from consult.errors import NotFound
from consult.people.models import User
from consult.results.rules.report import Figure, Statement
from consult.results.services.report_counts import Counts
from consult.survey.rules import Audience
from consult.survey.rules.languages import LANGUAGES
from consult.themes.models import Theme, ThemeRun, YouthReading
from consult.themes.rules import ThemeStatus

TONES = ("negative", "mixed", "positive")
DAYS = ("opens_on", "closes_on")
NUMBER = re.compile(r"[0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Query:
    """One registered read: what its arguments are, how it is read, and what it counts."""

    arguments: tuple[str, ...]
    read: Callable[..., str]
    how: str


def answer(counts: Counts, query: str) -> str:
    """Return what a query gives now, as it may be shown.

    Raises:
        NotFound: there is no such query, or what it asks about is not there any more.
    """
    found, given = _read(query)
    if len(given) != len(found.arguments):
        raise NotFound("There is no such figure.")
    told = [ARGUMENTS[kind](counts, one) for kind, one in zip(found.arguments, given, strict=True)]
    return found.read(counts, *told)


def meaning(query: str) -> str:
    """Return in plain words what a query counts.

    Raises:
        NotFound: there is no such query.
    """
    return _read(query)[0].how


def said(counts: Counts, template: str, **queries: str) -> Statement:
    """Return a sentence with the answers to its queries, by their places."""
    figures = (Figure(key, answer(counts, query), query) for key, query in queries.items())
    return Statement(template, tuple(figures))


def _read(query: str) -> tuple[Query, list[str]]:
    name, *given = query.split(":")
    if name not in QUERIES:
        raise NotFound("There is no such figure.")
    return QUERIES[name], given


def _chosen(*allowed: str) -> Callable[[Counts, str], str]:
    def choose(_counts: Counts, given: str) -> str:
        if given not in allowed:
            raise NotFound("There is no such figure.")
        return given

    return choose


def _number(given: str) -> int:
    return int(given) if NUMBER.fullmatch(given) else 0


def _theme(counts: Counts, given: str) -> Theme:
    return counts.theme(_number(given))


def _confirmer(counts: Counts, given: str) -> tuple[User, list[Theme]]:
    number = _number(given)
    if number not in counts.confirmers:
        raise NotFound("Nobody with this number confirmed a theme that stands.")
    return counts.confirmers[number]


def _audience(_counts: Counts, given: str) -> Audience:
    return Audience(_chosen(*Audience)(_counts, given))


def _run(counts: Counts) -> ThemeRun:
    if counts.workspace.run is None:
        raise NotFound("The machine has not read these comments.")
    return counts.workspace.run


def _reading(counts: Counts, theme: Theme) -> YouthReading:
    if theme.id not in counts.readings:
        raise NotFound("The youth council has not read this theme.")
    return counts.readings[theme.id]


def _people(counts: Counts, theme: Theme, audience: Audience) -> str:
    return _count(counts.people(theme.id).get(audience))


def _count(count: int | None) -> str:
    return HIDDEN if count is None else f"{count:,}"


def _share(counts: Counts, theme: Theme, audience: Audience) -> str:
    people = counts.people(theme.id).get(audience)
    wrote = counts.wrote_told[audience]
    return _percent(None if people is None or wrote is None else share(people, wrote))


def _percent(percent: int | None) -> str:
    return HIDDEN if percent is None else f"{percent}%"


def _tone(counts: Counts, theme: Theme, kind: str) -> str:
    tones = counts.tones(theme)
    if tones is None:
        raise NotFound("Its comments are not those that the machine last read.")
    return _count(tones[TONES.index(kind)])


def _confirmed_day(choose: Callable[[list[datetime]], datetime]) -> Callable[..., str]:
    def read(_counts: Counts, confirmer: tuple[User, list[Theme]]) -> str:
        return _day(choose([one.decided_at for one in confirmer[1] if one.decided_at]))

    return read


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _confirmed(counts: Counts, *, rare: bool = False) -> str:
    found = counts.with_status(ThemeStatus.CONFIRMED)
    return f"{sum(one.theme.is_rare or not rare for one in found):,}"


ARGUMENTS: Mapping[str, Callable[[Counts, str], Any]] = {
    "theme": _theme,
    "audience": _audience,
    "tone": _chosen(*TONES),
    "person": _confirmer,
    "day": _chosen(*DAYS),
    "group": _chosen("age", "area"),
    "word": lambda _counts, given: given,
}

QUERIES: Mapping[str, Query] = {
    "people_answered": Query(
        ("audience",),
        lambda counts, audience: shown(counts.answered[audience]),
        "How many people of this audience sent answers and have not taken them back.",
    ),
    "people_wrote": Query(
        ("audience",),
        lambda counts, audience: _count(counts.wrote_told[audience]),
        "How many people of this audience wrote something in their own words that may be read. "
        "Left out: what was taken back, what the safeguarding lead holds, and what groups said.",
    ),
    "comments_read": Query(
        (),
        lambda counts: shown(counts.comments[0]),
        "How many comments may be read. One person can write several.",
    ),
    "comments_coded_by_people": Query(
        (),
        lambda counts: shown(counts.comments[1]),
        "How many comments a person put under a theme, or said that none fits. What a person said "
        "stands above what the machine says.",
    ),
    "comments_unplaced": Query(
        (),
        lambda counts: shown(counts.workspace.unplaced),
        "How many comments stand under no theme in use.",
    ),
    "comments_apart": Query(
        ("word",),
        lambda counts, reason: shown(counts.workspace.apart.get(reason, 0)),
        "How many of the comments under no theme the machine kept apart for this reason.",
    ),
    "comments_in_language": Query(
        ("word",),
        lambda counts, code: shown(_run(counts).languages.get(code, 0)),
        "How many comments the machine took to be in this language when it last read them.",
    ),
    "language": Query(
        ("word",),
        lambda _counts, code: LANGUAGES[code][1] if code in LANGUAGES else code,
        "The name of a language that comments were written in.",
    ),
    "read_on": Query(
        (),
        lambda counts: _day(_run(counts).finished_at or counts.today),
        "The day on which the machine last finished reading the comments.",
    ),
    "engine": Query(
        (), lambda counts: _run(counts).engine, "How the machine compares comments, by name."
    ),
    "themes_confirmed": Query((), _confirmed, "How many themes a person confirmed."),
    "themes_rare": Query(
        (),
        lambda counts: _confirmed(counts, rare=True),
        "How many confirmed themes few people spoke of, though in a way of their own.",
    ),
    "themes_suggested": Query(
        (),
        lambda counts: f"{len(counts.with_status(ThemeStatus.SUGGESTED)):,}",
        "How many themes the machine suggested that nobody has confirmed or set aside.",
    ),
    "themes_confirmed_by": Query(
        ("person",),
        lambda _counts, confirmer: f"{len(confirmer[1]):,}",
        "How many of the themes that stand this person confirmed.",
    ),
    "name_of_person": Query(
        ("person",),
        lambda _counts, confirmer: confirmer[0].name,
        "The name of somebody who confirmed themes.",
    ),
    "first_confirmed_by": Query(
        ("person",), _confirmed_day(min), "The first day on which this person confirmed a theme."
    ),
    "last_confirmed_by": Query(
        ("person",), _confirmed_day(max), "The last day on which this person confirmed a theme."
    ),
    "name_of_theme": Query(
        ("theme",), lambda _counts, theme: theme.name, "What the theme is called now."
    ),
    "people_in_theme": Query(
        ("theme", "audience"),
        _people,
        "How many people of this audience said something that stands under this theme, or under a "
        "narrower one inside it. Whoever said it twice counts once.",
    ),
    "share_in_theme": Query(
        ("theme", "audience"),
        _share,
        "Of the people of this audience who wrote anything, the share who said this.",
    ),
    "tone_of_theme": Query(
        ("theme", "tone"),
        _tone,
        "How many comments of this theme sounded this way when the machine last read them: of many "
        "comments it listens to some. Told only while the theme holds the same comments. It often "
        "mishears, so this is a hint and no measure.",
    ),
    "youth_name": Query(
        ("theme",),
        lambda counts, theme: _reading(counts, theme).name,
        "What the youth council calls the theme.",
    ),
    "youth_words": Query(
        ("theme",),
        lambda counts, theme: _reading(counts, theme).words,
        "How the youth council reads the theme, in its own words.",
    ),
    "youth_read_on": Query(
        ("theme",),
        lambda counts, theme: _day(_reading(counts, theme).read_at),
        "The day on which the youth council last read the theme.",
    ),
    "day": Query(
        ("day",),
        lambda counts, name: _day(getattr(counts.consultation, name)),
        "A day of the consultation, as it was announced.",
    ),
    "group": Query(
        ("group", "word"),
        lambda counts, kind, key: counts.group(kind, key).label,
        "The name of an age band or an area.",
    ),
    "share_of_replies": Query(
        ("group", "word"),
        lambda counts, kind, key: _percent(counts.group(kind, key).share),
        "Of all replies that say it, the share from this group.",
    ),
    "share_of_people": Query(
        ("group", "word"),
        lambda counts, kind, key: _percent(counts.group(kind, key).expected),
        "Of the children and young people who live here, the share in this group.",
    ),
    "fewest_told": Query(
        (), lambda _counts: str(THRESHOLD), "A number of people smaller than this is never told."
    ),
    "fewest_for_share": Query(
        (), lambda _counts: str(LEAST_BASE), "A share of fewer people than this is never told."
    ),
}
