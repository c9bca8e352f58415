"""The types of question that LimeSurvey has, and what they are here."""

from dataclasses import dataclass

from consult.survey.rules import Option, QuestionType

YES, NO = Option("yes", "Yes"), Option("no", "No")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a type of question becomes.

    `fixed` are answers that LimeSurvey knows by itself, by its codes; `split` makes a question of
    each of its parts; `lost` is what we cannot ask beside it.
    """

    type: QuestionType
    fixed: tuple[tuple[str, Option], ...] = ()
    by_parts: bool = False
    split: bool = False
    lost: str = ""


def _numbered(most: int) -> tuple[tuple[str, Option], ...]:
    return tuple((str(n), Option(str(n), str(n))) for n in range(1, most + 1))


def _scale(*options: tuple[str, str, str]) -> tuple[tuple[str, Option], ...]:
    return tuple((code, Option(key, label)) for code, key, label in options)


COMMENTS = "the box for a comment is left out."
KINDS = {
    "L": Kind(QuestionType.SINGLE),
    "!": Kind(QuestionType.DROPDOWN),
    "O": Kind(QuestionType.SINGLE, lost=COMMENTS),
    "5": Kind(QuestionType.SINGLE, _numbered(5)),
    "G": Kind(QuestionType.SINGLE, _scale(("F", "f", "Female"), ("M", "m", "Male"))),
    "Y": Kind(QuestionType.YES_NO, (("Y", YES), ("N", NO))),
    "M": Kind(QuestionType.SEVERAL, by_parts=True),
    "P": Kind(QuestionType.SEVERAL, by_parts=True, lost=COMMENTS),
    "R": Kind(QuestionType.RANKING),
    "N": Kind(QuestionType.NUMBER),
    "K": Kind(QuestionType.NUMBER, split=True),
    "D": Kind(QuestionType.DATE),
    "S": Kind(QuestionType.SHORT_TEXT),
    "T": Kind(QuestionType.LONG_TEXT),
    "U": Kind(QuestionType.LONG_TEXT),
    "Q": Kind(QuestionType.SHORT_TEXT, split=True),
    "|": Kind(QuestionType.PHOTO, lost="of the files, people can send photos only."),
    "F": Kind(QuestionType.STATEMENTS),
    "H": Kind(QuestionType.STATEMENTS),
    "A": Kind(QuestionType.STATEMENTS, _numbered(5)),
    "B": Kind(QuestionType.STATEMENTS, _numbered(10)),
    "C": Kind(
        QuestionType.STATEMENTS,
        _scale(("Y", "yes", "Yes"), ("U", "uncertain", "Uncertain"), ("N", "no", "No")),
    ),
    "E": Kind(
        QuestionType.STATEMENTS,
        _scale(("I", "increase", "Increase"), ("S", "same", "Same"), ("D", "decrease", "Decrease")),
    ),
}
TEXT_ONLY = "X"
NOT_HERE = {
    "I": "people choose a language on the start page",
    "*": "nothing is worked out here",
    "1": "a grid has one scale here",
    ";": "a grid takes no words here",
    ":": "a grid takes no numbers here",
}
