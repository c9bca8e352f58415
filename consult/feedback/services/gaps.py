"""Name each missing link of a thread in a sentence: nothing is lost without our saying so."""

from collections.abc import Iterable, Iterator

from consult.board.models import Decision
from consult.board.rules import Outcome, Standing
from consult.board.services import DecisionStory
from consult.evidence.models import Evidence
from consult.feedback.services.passing import Passed
from consult.feedback.services.walking import Knot
from consult.themes.models import Theme
from consult.themes.rules import ThemeStatus


def gaps_in(passed: Passed) -> Iterator[str]:
    """Yield a sentence for each link that is missing, from the words onward."""
    yield from _gone(passed)
    if passed.way.start is Knot.COMMENT:
        yield from _after_comments(passed)
    else:
        yield from _before_evidence(passed)
    if passed.way.start is Knot.THEME:
        yield from _without_evidence(passed, passed.themes.values())
    yield from _unconfirmed(passed)
    yield from _unlinked(passed)
    yield from _after_evidence(passed)
    for story in passed.standing():
        yield from _after_decision(passed, story)


def _gone(passed: Passed) -> Iterator[str]:
    """Name what a link leads to that is not there."""
    there = {
        Knot.COMMENT: passed.comments,
        Knot.THEME: passed.themes,
        Knot.EVIDENCE: passed.evidence,
        Knot.DECISION: passed.decisions,
    }
    for knot, rows in there.items():
        for lost in sorted(passed.way.ids[knot] - set(rows)):
            yield f"{knot}:{lost} is linked to but is not on record."
    decisions = (story.decision for story in passed.decisions.values())
    about: list[Evidence | Decision] = [*passed.evidence.values(), *decisions]
    for one in about:
        if one.priority is None:
            yield f"priority:{one.priority_id} is linked to but is not on record."


def _after_comments(passed: Passed) -> Iterator[str]:
    if not passed.comments:
        yield "No words are left here: only ticks were sent, or the words were taken back."
    for at, comment in passed.comments.items():
        themes = passed.themes_of(at)
        if comment.submission.withdrawn_on is not None:
            yield f"comment:{at} was taken back by its writer."
        elif at in passed.held:
            yield f"comment:{at} is with safeguarding: it is in no theme until they let it go."
        elif not themes:
            yield f"comment:{at} is in no theme."
        elif not any(passed.evidence_on(theme.id) for theme in themes):
            yield from _without_evidence(passed, themes)


def _without_evidence(passed: Passed, themes: Iterable[Theme]) -> Iterator[str]:
    for theme in themes:
        if not passed.evidence_on(theme.id):
            yield f"No evidence rests on theme:{theme.id}, “{theme.name}”."


def _before_evidence(passed: Passed) -> Iterator[str]:
    """Name the evidence without a theme and the themes without a comment, on the way back."""
    resting = passed.way.led_to(Knot.THEME)
    for at in passed.evidence:
        if at not in resting:
            yield f"evidence:{at} rests on no theme."
    filled = passed.way.led_to(Knot.COMMENT)
    for at, theme in passed.themes.items():
        if at not in filled:
            yield f"theme:{at}, “{theme.name}”, holds no comment."


def _unconfirmed(passed: Passed) -> Iterator[str]:
    """Name the themes that nobody stands behind; where evidence rests on some, only those."""
    weighed = passed.way.leading_on(Knot.THEME)
    for at, theme in passed.themes.items():
        if theme.status is ThemeStatus.CONFIRMED or (weighed and at not in weighed):
            continue
        if theme.status is ThemeStatus.SUGGESTED:
            yield f"theme:{at}, “{theme.name}”, was suggested by the machine: nobody confirmed it."
        else:
            yield f"theme:{at}, “{theme.name}”, is no longer in use."


def _unlinked(passed: Passed) -> Iterator[str]:
    """Name the themes that evidence froze figures of and rests on no more."""
    for at, evidence in passed.evidence.items():
        for theme in evidence.figures.get("themes", ()):
            if (at, theme["id"]) not in passed.rests_on:
                named = f"theme:{theme['id']}, “{theme['name']}”"
                yield f"evidence:{at} was written on {named}, but the link is missing."


def _after_evidence(passed: Passed) -> Iterator[str]:
    cited = {evidence_id for _, evidence_id in passed.cited}
    for at in passed.evidence:
        if at not in cited and at not in passed.way.leading_on(Knot.EVIDENCE):
            yield f"No decision cites evidence:{at}."
    for at, story in passed.decisions.items():
        main = story.decision.evidence_id
        if main is not None and (at, main) not in passed.cited:
            yield f"decision:{at} names evidence:{main} first, but the link to it is missing."


def _after_decision(passed: Passed, story: DecisionStory) -> Iterator[str]:
    decision = story.decision
    name = f"decision:{decision.id}"
    if not story.evidence and decision.evidence_id is None:
        yield f"{name} rests on no evidence."
    if decision.item is None or decision.item.meeting is None:
        yield f"{name} belongs to no meeting on record."
    if decision.standing is Standing.PROVISIONAL:
        yield f"{name} is only provisional."
    if decision.outcome is Outcome.CHANGE and not story.commitments:
        yield f"{name} is to change something, but no organisation has promised anything."
    if not any(one.decision_id == decision.id for one in passed.feedback):
        yield f"Nothing has been published about {name}."
