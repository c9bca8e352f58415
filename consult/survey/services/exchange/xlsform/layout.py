"""How a survey lies in the sheets of an XLSForm, and what is lost on the way there and back.

Each question is a row whose name is the key of the question; its list of choices has that name, and
the names of the choices are the keys of its answers. A grid and points to share out take several
rows: a note with the question, then one row for each statement or answer, named KEY-PART. The box
of "Something else" is a row of its own, KEY-other. The texts of the first and the last page are
notes: start-title, start-lead, start-point-1 and so on, thanks-text. No key holds a hyphen, so none
of these is ever taken for another.

Columns that begin with consult_ are ours. Other programs pass over them.
"""

from collections.abc import Callable

from consult.survey.rules import ENGLISH, LANGUAGES, Question, QuestionType
from consult.survey.services.exchange.understanding import takes_several

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
START_TITLE, START_LEAD, START_POINT, THANKS = (
    "start-title",
    "start-lead",
    "start-point-",
    "thanks-text",
)
LONGEST_NUMBER = 9
RANDOM = "randomize=true"

# The type of each of our questions there, and its appearance.
TYPES: dict[QuestionType, tuple[str, str]] = {
    QuestionType.SINGLE: ("select_one", ""),
    QuestionType.SEVERAL: ("select_multiple", ""),
    QuestionType.FACES: ("select_one", "likert"),
    QuestionType.AGREE: ("select_one", "likert"),
    QuestionType.TOP3: ("rank", ""),
    QuestionType.SHORT_TEXT: ("text", ""),
    QuestionType.LONG_TEXT: ("text", "multiline"),
    QuestionType.YES_NO: ("select_one", ""),
    QuestionType.AGE_BAND: ("select_one", ""),
    QuestionType.AREA: ("text", ""),
    QuestionType.DROPDOWN: ("select_one", "minimal"),
    QuestionType.NUMBER: ("decimal", ""),
    QuestionType.DATE: ("date", ""),
    QuestionType.STATEMENTS: ("note", ""),
    QuestionType.RANKING: ("rank", ""),
    QuestionType.PICTURES: ("select_multiple", ""),
    QuestionType.POINTS: ("note", ""),
    QuestionType.PHOTO: ("image", ""),
    QuestionType.VOICE: ("audio", ""),
    QuestionType.CLAUSE: ("text", "multiline"),
}
# What XLSForm has no column for, by the name of our own column.
OWN: dict[str, Callable[[Question], str]] = {
    "consult_type": lambda question: question.type.value,
    "consult_priority": lambda question: question.priority or "",
    "consult_clause": lambda question: question.clause,
    "consult_sensitive": lambda question: "yes" if question.sensitive else "",
    "consult_most": lambda question: str(question.most or "") if question.type.is_ranked else "",
    "consult_total": lambda question: (
        str(question.total) if question.type is QuestionType.POINTS else ""
    ),
    "consult_shuffle": lambda question: (
        "yes" if question.shuffle and not shuffles(question) else ""
    ),
}
UNIT = "consult_unit"
ALONE, PICTURE = "consult_alone", "consult_picture"
MINUTES = "consult_minutes"

LOST = (
    (
        "Jumps",
        "They become conditions of the questions they pass over. The path stays the same for "
        "every answer.",
    ),
    (
        "Conditions",
        "They mean the same, but may be put together in another way. “Answered at all” becomes one "
        "of its answers for each statement of a grid.",
    ),
    ("Words for a skipped answer", "[[key|words]] becomes [[key]]: the words are lost."),
    ("Translations that are out of date", "They are left out, so that nobody takes them for new."),
    (
        "Translations of what stands beside the survey",
        "What we propose and who decides are no part of it: their translations stay behind.",
    ),
    (
        "What a type of question has no use for",
        "A smallest or largest number is kept for numbers only; how many may be chosen, where "
        "several can be; how many characters, where people write. Of points to share out, no "
        "answer excludes others or has a picture.",
    ),
    (
        "Space around a text, and signs nobody sees",
        "They are taken out. Between $ and { there is a space.",
    ),
)


def shuffles(question: Question) -> bool:
    """Return whether an XLSForm can say that the order of the answers differs each time."""
    name, _ = TYPES[question.type]
    return name in {"select_one", "select_multiple", "rank"}


def row_type(question: Question) -> str:
    """Return the type of the row of a question, with its list of choices."""
    name, _ = TYPES[question.type]
    if name == "select_multiple" and not takes_several(question):
        name = "select_one"
    return f"{name} {question.key}" if name not in PLAIN_TYPES else name


PLAIN_TYPES = {"note", "text", "decimal", "date", "image", "audio"}


def whole(text: str) -> int | None:
    """Return a number as a cell holds it, if it is a whole one of a sensible size."""
    plain = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if plain else None


def part_name(key: str, part: str) -> str:
    """Return the name of a row that is a part of a question."""
    return f"{key}-{part}"


def language_name(code: str) -> str:
    """Return a language as XLSForm names it: Welsh (cy)."""
    return f"{LANGUAGES[code][1]} ({code})"


BASE_LANGUAGE = language_name(ENGLISH)
