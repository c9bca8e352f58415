"""Write the themes report of a consultation as it stands: every number with the query behind it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from consult.db import find
from consult.disclosure import LEAST_BASE
from consult.errors import NotFound
from consult.results.rules.coverage import missing_first
from consult.results.rules.report import Block, Points, Report, Section, Statement, Table
from consult.results.rules.report_faults import LONGEST_INTRODUCTION, BadIntroduction
from consult.results.services.report_counts import Counts
from consult.results.services.report_queries import said
from consult.results.services.report_theme import confirmed_tree, overview, theme_sections
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS
from consult.themes.rules import ThemeStatus

QUERY = re.compile(r"\{([a-z_]+(?::[^{}:\s]+)*)\}")
LIMITS = (
    "These are people who chose to answer an open consultation. It is no survey of everybody, and "
    "the shares say nothing about those who did not answer.",
    "A consultation is not a vote. What few people said can matter as much as what many said.",
    "People wrote about what they were asked. What nobody wrote about may matter too.",
)
METHOD = (
    "The machine reads the comments on our own computer; nothing is sent anywhere. It puts those "
    "that mean something alike together and suggests themes. People look at the comments, then "
    "confirm, rename, join, split or set aside what it suggested.",
    "What a person says of a comment always stands above what the machine says, and stays when the "
    "machine reads again.",
    "People are counted, not comments: whoever says a thing twice counts once. A broader theme "
    "holds everybody who said any of the narrower ones inside it.",
    "A comment can stand under several themes, so sizes do not add up.",
    "How a comment sounds is worked out from its words alone. It is a hint, and often wrong.",
    "Quotes are word for word, from people who let us quote them. Of who they are we say their "
    "audience and age band at most. What people take back is gone from here at once.",
    "Each number leads to the query behind it, where it is counted again.",
)


def write_report(
    session: Session, consultation_id: int, *, introduction: str = "", today: date
) -> Report:
    """Return the report of a consultation as it stands now.

    Raises:
        NotFound: there is no such consultation.
        BadIntroduction: it is too long, or asks for a number that is not there.
    """
    counts = Counts(session, find(session, Consultation, consultation_id), today)
    return Report(
        consultation_id=consultation_id,
        title=f"What people said: {counts.consultation.title}",
        made_on=today,
        made_by="",
        sections=(
            *_introduction(counts, introduction),
            _section("who", "Who answered", _who(counts)),
            _section("reading", "How the comments were read", [Points(tuple(_reading(counts)))]),
            *_themes(counts),
            _section("limits", "What this cannot tell us", [Points(tuple(_limits(counts)))]),
            *_suggested(counts),
            _section("method", "Annex: how this was done", [Points(tuple(_method(counts)))]),
        ),
    )


def _section(key: str, heading: str, blocks: Sequence[Block] | Iterator[Block]) -> Section:
    return Section(key, 2, Statement(heading), tuple(blocks))


def _introduction(counts: Counts, typed: str) -> Iterator[Section]:
    """Yield what somebody wrote, if they did; {people_wrote:parent} becomes a figure."""
    if len(typed) > LONGEST_INTRODUCTION:
        raise BadIntroduction(f"Use {LONGEST_INTRODUCTION:,} characters or fewer.")
    paragraphs = [_paragraph(counts, one) for one in map(str.strip, typed.splitlines()) if one]
    if paragraphs:
        yield _section("introduction", "Introduction", paragraphs)


def _paragraph(counts: Counts, typed: str) -> Statement:
    queries = {f"figure_{place}": query for place, query in enumerate(QUERY.findall(typed))}
    keys = iter(queries)
    template = QUERY.sub(lambda _: f"{{{next(keys)}}}", typed)
    try:
        return said(counts, template, **queries)
    except NotFound as error:
        raise BadIntroduction(
            "A number between { and } is not there. Copy it from the page of a number."
        ) from error


def _who(counts: Counts) -> Iterator[Block]:
    yield said(
        counts,
        "People could answer from {opens} to {closes}.",
        opens="day:opens_on",
        closes="day:closes_on",
    )
    rows = (
        (
            Statement(str(AUDIENCE_LABELS[audience])),
            said(counts, "{people}", people=f"people_answered:{audience}"),
            said(counts, "{people}", people=f"people_wrote:{audience}"),
        )
        for audience in counts.audiences
    )
    headings = ("Audience", "People who answered", "People who wrote in their own words")
    yield Table(Statement("How many people, by audience"), headings, tuple(rows))
    yield Statement("Audiences are not added up: each was asked in a wording of its own.")


def _reading(counts: Counts) -> Iterator[Statement]:
    yield said(counts, "Comments that could be read: {comments}.", comments="comments_read")
    run = counts.workspace.run
    if run is not None:
        yield said(
            counts,
            "The machine last read them on {day} (its engine: {engine}).",
            day="read_on",
            engine="engine",
        )
    yield said(
        counts,
        "Themes that people confirmed: {confirmed}. Suggested, and not confirmed: {suggested}.",
        confirmed="themes_confirmed",
        suggested="themes_suggested",
    )
    yield from _confirmers(counts)
    yield said(
        counts,
        "Comments that people themselves said belong where they stand, or nowhere: {coded}. The "
        "others stand where the machine put them.",
        coded="comments_coded_by_people",
    )
    yield said(counts, "Comments under no theme: {unplaced}.", unplaced="comments_unplaced")
    for reason in counts.workspace.apart:
        yield said(
            counts,
            f"Of these, kept apart ({reason}): {{comments}}.",
            comments=f"comments_apart:{reason}",
        )
    for code in run.languages if run else ():
        yield said(
            counts,
            "Written in {language}: {comments}.",
            language=f"language:{code}",
            comments=f"comments_in_language:{code}",
        )


def _confirmers(counts: Counts) -> Iterator[Statement]:
    for user_id, (_, themes) in counts.confirmers.items():
        days = {theme.decided_at.date() for theme in themes if theme.decided_at}
        when = "on {first}" if len(days) == 1 else "from {first} to {last}"
        queries = {"name": "name_of_person", "themes": "themes_confirmed_by"}
        queries |= {"first": "first_confirmed_by"}
        queries |= {"last": "last_confirmed_by"} if len(days) > 1 else {}
        yield said(
            counts,
            f"{{name}} confirmed {{themes}} of them, {when}.",
            **{key: f"{query}:{user_id}" for key, query in queries.items()},
        )


def _themes(counts: Counts) -> Iterator[Section]:
    tree = confirmed_tree(counts)
    if not tree:
        nothing = Statement("No theme is confirmed yet, so there is nothing to lean on.")
        yield _section("themes", "What people said", [nothing])
        return
    how = Statement(
        "The themes that people confirmed, with how many of each audience said something of them. "
        "A share is of those of the audience who wrote in their own words."
    )
    yield _section("themes", "What people said", [how, overview(counts, "Themes", tree)])
    yield from theme_sections(counts, tree)
    rare = [one for one in counts.with_status(ThemeStatus.CONFIRMED) if one.theme.is_rare]
    if rare:
        few = said(
            counts,
            "Few people spoke of these, in a way of their own. Confirmed of this kind: {rare}.",
            rare="themes_rare",
        )
        names = (said(counts, "{theme}", theme=f"name_of_theme:{one.theme.id}") for one in rare)
        yield _section("rare", "What few people said", [few, Points(tuple(names))])


def _limits(counts: Counts) -> Iterator[Statement]:
    yield from map(Statement, LIMITS)
    for audience in counts.audiences:
        if counts.answered[audience] < LEAST_BASE:
            yield said(
                counts,
                f"{AUDIENCE_LABELS[audience]}: {{people}} people answered, too few to tell shares.",
                people=f"people_answered:{audience}",
            )
    groups = [("area", one) for one in missing_first(counts.coming.areas)]
    groups += [("age", one) for one in missing_first(counts.coming.ages)]
    for kind, group in groups:
        yield said(
            counts,
            "We heard too little from {group}: {replies} of the replies, though {people} of the "
            "children and young people who live here.",
            group=f"group:{kind}:{group.key}",
            replies=f"share_of_replies:{kind}:{group.key}",
            people=f"share_of_people:{kind}:{group.key}",
        )


def _suggested(counts: Counts) -> Iterator[Section]:
    suggested = counts.with_status(ThemeStatus.SUGGESTED)
    if suggested:
        warning = said(
            counts,
            "Suggested by the machine, and confirmed by nobody: {themes}. No decision should rest "
            "on these.",
            themes="themes_suggested",
        )
        table = overview(counts, "Themes not yet confirmed", suggested)
        yield _section("suggested", "Annex: themes not yet confirmed", [warning, table])


def _method(counts: Counts) -> Iterator[Statement]:
    yield from map(Statement, METHOD)
    yield said(
        counts,
        "Numbers of people under {fewest} are never told, nor shares of fewer than {base} people. "
        "Other numbers are hidden where one of these could be worked out from them.",
        fewest="fewest_told",
        base="fewest_for_share",
    )
