"""What the figures of a themes report are read from: each kind is counted once, when first asked.

Raw counts stay in here; what comes out may be shown.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from sqlalchemy import func
from sqlalchemy.orm import Session

from consult.disclosure import Column, safe_column
from consult.errors import NotFound
from consult.people.models import User
from consult.respond.models import Comment, Submission
from consult.results.rules.coverage import Group
from consult.results.rules.report_sizes import safe_sizes
from consult.results.services.questions import submissions_by_audience
from consult.results.services.report_tones import themes_as_read
from consult.results.services.watching import Watch, watch
from consult.safeguarding.services import free_comments
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from consult.themes.models import Theme, YouthReading
from consult.themes.rules import LIVE, ThemeStatus
from consult.themes.services import Filters, ThemeCount, Workspace, workspace, youth_readings
from consult.themes.services.placing import free_ids, person_coded, placed_in

Shown = Mapping[Audience, int | None]


class Counts:
    """Everything a report on one consultation can count, as it is now."""

    def __init__(self, session: Session, consultation: Consultation, today: date) -> None:
        """Count nothing yet."""
        self.session = session
        self.consultation = consultation
        self.today = today

    @cached_property
    def workspace(self) -> Workspace:
        """The themes in use and the people who said each."""
        return workspace(self.session, self.consultation.id, Filters(), today=self.today)

    @cached_property
    def answered(self) -> Counter[Audience]:
        """How many people of each audience answered."""
        return Counter(submissions_by_audience(self.session, self.consultation.id))

    @property
    def wrote(self) -> Counter[Audience]:
        """How many people of each audience wrote something that may be read."""
        return self.workspace.writers.people

    @cached_property
    def wrote_told(self) -> Shown:
        """How many people of each audience wrote, as it may stand beside who answered."""
        told: dict[Audience, int | None] = {}
        for each in Audience:
            (told[each],) = safe_column(
                [self.wrote[each]], adds_up=False, total=max(self.answered[each], self.wrote[each])
            )
        return told

    @cached_property
    def audiences(self) -> tuple[Audience, ...]:
        """The audiences that answered, in the order of reading."""
        return tuple(each for each in Audience if self.answered[each] or self.wrote[each])

    @cached_property
    def comments(self) -> tuple[int, int]:
        """How many comments may be read, and how many of them a person has coded."""
        free = set(free_ids(self.session, self.consultation.id))
        return len(free), len(free & person_coded(self.session, self.consultation.id).keys())

    @cached_property
    def readings(self) -> Mapping[int, YouthReading]:
        """How the youth council reads themes, by theme id."""
        return youth_readings(self.session, self.consultation.id)

    @cached_property
    def confirmers(self) -> Mapping[int, tuple[User, list[Theme]]]:
        """Who confirmed which themes that stand, by their id."""
        found: dict[int, tuple[User, list[Theme]]] = {}
        for count in self.workspace.flat:
            who = count.theme.decided_by
            if who is not None and count.theme.status is ThemeStatus.CONFIRMED:
                found.setdefault(who.id, (who, []))[1].append(count.theme)
        return found

    @cached_property
    def coming(self) -> Watch:
        """Who came, beside who lives here."""
        return watch(self.session, self.consultation, self.today)

    def group(self, kind: str, key: str) -> Group:
        """Return one age band or area beside its share of the people who live here.

        Raises:
            NotFound: there is none.
        """
        groups = {"age": self.coming.ages, "area": self.coming.areas}.get(kind, [])
        for group in groups:
            if group.key == key:
                return group
        raise NotFound("There is no such group.")

    def theme(self, theme_id: int) -> Theme:
        """Return a theme in use.

        Raises:
            NotFound: there is none.
        """
        theme = self.workspace.themes.get(theme_id)
        if theme is None or theme.status not in LIVE:
            raise NotFound("This theme is not in use any more.")
        return theme

    def with_status(self, status: ThemeStatus) -> list[ThemeCount]:
        """Return the themes with a status, each broader one before those inside it."""
        return [count for count in self.workspace.flat if count.theme.status is status]

    def people(self, theme_id: int) -> Shown:
        """Return how many of each audience said a theme, as it may be shown; None is hidden."""
        return self._sizes.get(theme_id, {})

    def tones(self, theme: Theme) -> Column | None:
        """Return how many comments sounded negative, mixed and positive, as it may be shown.

        Nothing is returned once the theme's comments are not those that the machine read.
        """
        if theme.id not in self._as_read:
            return None
        counts = (theme.negative, theme.mixed, theme.positive)
        return safe_column(counts, adds_up=True, total=sum(counts))

    @cached_property
    def _as_read(self) -> frozenset[int]:
        return themes_as_read(self.session, self.consultation.id, self.workspace.themes)

    @cached_property
    def _sizes(self) -> Mapping[int, dict[Audience, int | None]]:
        sizes: dict[int, dict[Audience, int | None]] = {}
        for count in self.workspace.counts:
            ids = [count.theme.id, *(one.theme.id for one in count.inside)]
            for audience in Audience:
                told = safe_sizes(
                    count.people[audience],
                    self._own.get((count.theme.id, audience), 0),
                    [one.people[audience] for one in count.inside],
                    self.wrote[audience],
                )
                for theme_id, people in zip(ids, (told.whole, *told.inside), strict=True):
                    sizes.setdefault(theme_id, {})[audience] = people
        return sizes

    @cached_property
    def _own(self) -> Mapping[tuple[int, Audience], int]:
        """How many people of each audience are placed in each theme itself."""
        placed = placed_in(self.consultation.id, self.workspace.themes)
        people = func.count(func.distinct(Submission.id))
        of_it = free_comments().where(
            Submission.consultation_id == self.consultation.id,
            Submission.group_session_id.is_(None),
        )
        spoke = of_it.join(placed, placed.c.comment_id == Comment.id).with_only_columns(
            placed.c.theme_id, Submission.audience, people, maintain_column_froms=True
        )
        rows = self.session.execute(spoke.group_by(placed.c.theme_id, Submission.audience))
        return {(theme_id, audience): count for theme_id, audience, count in rows}
