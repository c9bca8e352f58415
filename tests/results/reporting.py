"""A consultation whose report can be counted by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.respond.models import Comment
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from consult.themes.models import Coding, Theme, ThemeRun
from consult.themes.rules import Source
from tests.builders import NOW, make_comment, make_consultation, make_theme


@dataclass(frozen=True)
class Told:
    """What the tests of the report look at."""

    consultation: Consultation
    buses: Theme
    late: Theme
    suggested: Theme
    comments: list[Comment]


def tell(session: Session) -> Told:
    """Build what people said.

    Young people, 30: buses 22, 14 of them in the narrower theme of the last bus; parks 8. Parents,
    24: buses 20, and 2 of them the last bus; parks 4. Everybody may be quoted but one of each.
    """
    consultation = make_consultation(session, stage="closed")
    young = [_says(session, consultation, number, Audience.YOUNG_PERSON) for number in range(30)]
    parents = [_says(session, consultation, number, Audience.PARENT) for number in range(24)]
    buses = make_theme(
        session, consultation, name="Buses cost too much", comments=young[:8] + parents[:18]
    )
    late = make_theme(
        session,
        consultation,
        name="The last bus is too early",
        comments=young[8:22] + parents[18:20],
    )
    late.parent_id = buses.id
    buses.quotes = [str(young[1].id), str(young[2].id), str(parents[3].id)]
    buses.against_id = parents[4].id
    buses.negative, buses.mixed, buses.positive = 20, 6, 12
    suggested = make_theme(
        session,
        consultation,
        name="Parks are nice",
        comments=young[22:] + parents[20:],
        confirmed=False,
    )
    _read_by_machine(session, {buses: young[:8] + parents[:18], late: young[8:22] + parents[18:20]})
    session.commit()
    return Told(consultation, buses, late, suggested, [*young, *parents])


def _read_by_machine(session: Session, members: Mapping[Theme, Sequence[Comment]]) -> None:
    """Let the machine have found the themes as people left them."""
    first = next(iter(members))
    run = ThemeRun(
        consultation_id=first.consultation_id, engine="test", comments=54, finished_at=NOW
    )
    session.add(run)
    session.flush()
    for theme, comments in members.items():
        theme.run_id = run.id
        for comment in comments:
            session.add(
                Coding(
                    comment=comment,
                    theme=theme,
                    source=Source.MACHINE,
                    run_id=run.id,
                    coded_at=NOW,
                )
            )


def _says(session: Session, consultation: Consultation, number: int, whose: Audience) -> Comment:
    return make_comment(
        session,
        consultation,
        f"I am {whose.value} {number} and I mean it",
        audience=whose,
        may_quote=number > 0,
    )
