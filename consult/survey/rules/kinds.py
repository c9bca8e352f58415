"""The types of question, and what each needs."""

from enum import StrEnum


class QuestionType(StrEnum):
    """How people answer."""

    SINGLE = "single"
    SEVERAL = "several"
    FACES = "faces"
    AGREE = "agree"
    TOP3 = "top3"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    YES_NO = "yes_no"
    AGE_BAND = "age_band"
    AREA = "area"
    DROPDOWN = "dropdown"
    NUMBER = "number"
    DATE = "date"
    STATEMENTS = "statements"
    RANKING = "ranking"
    PICTURES = "pictures"
    POINTS = "points"
    PHOTO = "photo"
    VOICE = "voice"
    CLAUSE = "clause"

    @property
    def is_text(self) -> bool:
        """Whether people answer in their own words."""
        return self in TEXTS

    @property
    def is_upload(self) -> bool:
        """Whether people answer with a file."""
        return self in {QuestionType.PHOTO, QuestionType.VOICE}

    @property
    def has_options(self) -> bool:
        """Whether the survey itself lists what can be chosen."""
        return not (self.is_text or self.is_upload) and self not in {
            QuestionType.AREA,
            QuestionType.NUMBER,
            QuestionType.DATE,
        }

    @property
    def is_scale(self) -> bool:
        """Whether the options run from least (1) to most (5)."""
        return self in {QuestionType.FACES, QuestionType.AGREE}

    @property
    def is_ranked(self) -> bool:
        """Whether people put options in order."""
        return self in {QuestionType.TOP3, QuestionType.RANKING}

    @property
    def takes_several(self) -> bool:
        """Whether more than one option can be chosen."""
        return self in {QuestionType.SEVERAL, QuestionType.PICTURES}

    @property
    def takes_other(self) -> bool:
        """Whether "Something else" can be offered."""
        return self in {QuestionType.SINGLE, QuestionType.SEVERAL}

    @property
    def can_shuffle(self) -> bool:
        """Whether the order of what is offered says nothing, so that it may differ."""
        in_order = {QuestionType.YES_NO, QuestionType.AGE_BAND}
        return self.has_options and not self.is_scale and self not in in_order

    @property
    def least_options(self) -> int:
        """How many answers there must be to choose from."""
        return 3 if self is QuestionType.TOP3 else 2


# Our own drawings: templates/_parts/pictures.html draws each.
DRAWN = (
    "art bike book bus clock doctor family food friends help home light music park pet phone quiet "
    "rain school shop sport swing tree wheelchair"
)
PICTURES = frozenset(DRAWN.split())
TEXTS = frozenset({QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT, QuestionType.CLAUSE})

LABELS_OF_TYPES = {
    QuestionType.SINGLE: "Choose one",
    QuestionType.SEVERAL: "Choose several",
    QuestionType.FACES: "Five faces",
    QuestionType.AGREE: "Agree or disagree",
    QuestionType.TOP3: "Pick your top three",
    QuestionType.SHORT_TEXT: "A few words",
    QuestionType.LONG_TEXT: "Own words",
    QuestionType.YES_NO: "Yes or no",
    QuestionType.AGE_BAND: "Age band",
    QuestionType.AREA: "Area",
    QuestionType.DROPDOWN: "Choose from a list",
    QuestionType.NUMBER: "A number",
    QuestionType.DATE: "A date",
    QuestionType.STATEMENTS: "Statements on a scale",
    QuestionType.RANKING: "Put in order",
    QuestionType.PICTURES: "Choose a picture",
    QuestionType.POINTS: "Share out points",
    QuestionType.PHOTO: "A photo",
    QuestionType.VOICE: "A voice note",
    QuestionType.CLAUSE: "Comment on the plan",
}
