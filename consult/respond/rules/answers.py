"""What somebody gave as an answer, and why a reply cannot go on."""

from dataclasses import dataclass

from consult.errors import ConsultError, NotFound, RuleBroken, in_any_language
from consult.survey.rules import Stage

MAY_QUOTE = "+may_quote"
REACHED = "+reached"
DRAFT_DAYS = 7


class SurveyClosed(RuleBroken):
    """Somebody came after the last day, or before the first."""


class AlreadySent(RuleBroken):
    """The answers this page belongs to were sent before."""

    def __init__(self) -> None:
        super().__init__(in_any_language("You have already sent these answers."))


class NoReply(ConsultError):
    """The page belongs to no reply we know: it is old, or was never begun."""


class UnknownCode(NotFound):
    """A code that opens nothing."""

    def __init__(self) -> None:
        super().__init__(in_any_language("We do not know this code. Check each word."))


class TooLateToWithdraw(RuleBroken):
    """Words are to be taken back after the day that was named for it (L-DP-08)."""

    def __init__(self) -> None:
        super().__init__(in_any_language("The last day to take your words back has passed."))


class CannotChange(RuleBroken):
    """Answers that were sent are to be changed when that is no longer possible."""


def may_answer(stage: Stage, *, takes_late: bool) -> bool:
    """Return whether answers are taken: while it is open, or late where late ones are kept."""
    return stage is Stage.OPEN or (stage is Stage.CLOSED and takes_late)


def refuse_closed(stage: Stage, *, takes_late: bool = False) -> None:
    """Raise where nobody can answer now."""
    if stage is Stage.COMING:
        raise SurveyClosed("This survey is not open yet. Please come back soon.")
    if not may_answer(stage, takes_late=takes_late):
        raise SurveyClosed("This survey has closed. Thank you for coming.")


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gave to one question.

    `marks` are pairs: a statement and the option chosen for it, or an option and its points;
    `value` is a number or a day, as a form gives it (2026-11-22); `files` are names of uploads.
    """

    choices: tuple[str, ...] = ()
    text: str = ""
    other: str = ""
    ranks: tuple[str, ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    value: str = ""
    files: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given: the question was skipped."""
        return not (
            self.choices
            or self.text
            or self.other
            or self.ranks
            or self.marks
            or self.value
            or self.files
        )

    @property
    def words(self) -> str:
        """What was said in their own words, if anything."""
        return self.text or self.other


class AnswerRefused(ConsultError):
    """An answer we cannot take as it is; what was typed is kept to be shown again.

    `sentence` has places such as %(most)s for `values`, so that it can be said in any language.
    """

    def __init__(self, sentence: str, given: Given, **values: object) -> None:
        super().__init__(sentence % values)
        self.sentence, self.given, self.values = sentence, given, values
