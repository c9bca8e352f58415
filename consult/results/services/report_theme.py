"""The themes of a report: a table of all of them, then each with its sizes, tone and quotes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from consult.results.rules.report import Block, Points, Quote, Section, Statement, Table
from consult.results.services.comparing import PEOPLE
from consult.results.services.report_counts import Counts
from consult.results.services.report_queries import said
from consult.results.services.report_quotes import quotes_for
from consult.survey.rules import AUDIENCE_LABELS, Audience
from consult.themes.models import Theme
from consult.themes.rules import ThemeStatus
from consult.themes.services import ThemeCount

# From this part of the comments on either side, people do not agree.
DISAGREE = 0.2


def confirmed_tree(counts: Counts) -> list[ThemeCount]:
    """Return the confirmed themes, each with the confirmed ones inside it."""
    tree: list[ThemeCount] = []
    for count in counts.workspace.counts:
        inside = tuple(one for one in count.inside if _is_confirmed(one))
        tree += [replace(count, inside=inside)] if _is_confirmed(count) else inside
    return sorted(tree, key=lambda one: -one.size)


def overview(counts: Counts, caption: str, found: Sequence[ThemeCount]) -> Table:
    """Return a table of themes by audience: how many people, and which share of those who wrote."""
    headings = ("Theme", *(str(AUDIENCE_LABELS[each]) for each in counts.audiences))
    rows = (
        (
            said(counts, "{theme}", theme=f"name_of_theme:{one.theme.id}"),
            *(_cell(counts, one.theme, audience) for audience in counts.audiences),
        )
        for one in found
    )
    return Table(Statement(caption), headings, tuple(rows))


def theme_sections(counts: Counts, tree: Sequence[ThemeCount]) -> Iterator[Section]:
    """Yield a section for each theme, and after it for each narrower one inside it."""
    flat = [one for count in tree for one in (count, *count.inside)]
    quotes = quotes_for(counts.session, counts.consultation.id, flat, counts.workspace.themes)
    for count in tree:
        for level, one in ((3, count), *((4, each) for each in count.inside)):
            yield Section(
                f"theme-{one.theme.id}",
                level,
                said(counts, "{theme}", theme=f"name_of_theme:{one.theme.id}"),
                tuple(_blocks(counts, one, quotes[one.theme.id])),
            )


def _blocks(counts: Counts, count: ThemeCount, quotes: Sequence[Quote]) -> Iterator[Block]:
    theme = count.theme
    yield Points(tuple(_size(counts, theme, audience) for audience in counts.audiences))
    yield from _tone(counts, theme)
    if theme.is_rare:
        yield Statement("Few people spoke of this, in a way of their own.")
    yield from _youth(counts, theme)
    yield from quotes
    if not quotes:
        yield Statement("Nobody who said this has let us quote their words.")


def _cell(counts: Counts, theme: Theme, audience: Audience) -> Statement:
    people = f"people_in_theme:{theme.id}:{audience}"
    share = said(counts, "{share}", share=f"share_in_theme:{theme.id}:{audience}")
    if not share.text.endswith("%"):
        return said(counts, "{people}", people=people)
    figures = said(counts, "{people}", people=people).figures
    return Statement("{people} ({share})", (*figures, *share.figures))


def _size(counts: Counts, theme: Theme, audience: Audience) -> Statement:
    cell = _cell(counts, theme, audience)
    who = PEOPLE[audience][:1].upper() + PEOPLE[audience][1:]
    if counts.people(theme.id)[audience] is None or counts.wrote_told[audience] is None:
        return Statement(f"{who}: {{people}}.", cell.figures)
    wrote = said(counts, "{wrote}", wrote=f"people_wrote:{audience}").figures
    share = " ({share})" if len(cell.figures) > 1 else ""
    template = f"{who}: {{people}} of the {{wrote}} who wrote{share}."
    return Statement(template, (*wrote, *cell.figures))


def _tone(counts: Counts, theme: Theme) -> Iterator[Statement]:
    tones = counts.tones(theme)
    if tones is None:
        return
    negative, mixed, positive = tones
    if negative is None or mixed is None or positive is None:
        yield Statement("There are too few comments to say how they sound.")
        return
    heard = negative + mixed + positive
    if not heard:
        return
    yield said(
        counts,
        "When the machine last read them, {negative} comments sounded negative, {mixed} mixed and "
        "{positive} positive. This is a hint only.",
        **{tone: f"tone_of_theme:{theme.id}:{tone}" for tone in ("negative", "mixed", "positive")},
    )
    if min(negative, positive) >= DISAGREE * heard:
        yield Statement("People do not agree here.")


def _youth(counts: Counts, theme: Theme) -> Iterator[Statement]:
    reading = counts.readings.get(theme.id)
    if reading is None:
        return
    how = "the same way" if reading.agrees else "differently"
    written = ", written down for it by somebody else" if reading.on_behalf else ""
    yield said(
        counts,
        f"The youth council reads this {how} ({{day}}{written}). It calls it {{name}}.",
        day=f"youth_read_on:{theme.id}",
        name=f"youth_name:{theme.id}",
    )
    if reading.words:
        yield said(counts, "In its words: {words}", words=f"youth_words:{theme.id}")


def _is_confirmed(count: ThemeCount) -> bool:
    return count.theme.status is ThemeStatus.CONFIRMED
