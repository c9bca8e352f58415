"""What is known of a reply itself: the first columns of every table."""

from consult.respond.rules import SETTING_LABELS
from consult.results.rules.exporting.columns import Column, Kind, Trait, valued
from consult.survey.rules import AUDIENCE_LABELS, LANGUAGES

YES_NO = (("yes", "Yes"), ("no", "No"))
REPLY_COLUMNS = (
    Column("submission", Kind.TEXT, "A code for this reply, the same in every file"),
    Column(
        "audience",
        Kind.CHOICE,
        "Which survey was answered",
        values=valued((each.value, label) for each, label in AUDIENCE_LABELS.items()),
    ),
    Column(
        "spoken_by",
        Kind.CHOICE,
        "One person, or a group that answered together",
        values=valued((("person", "One person"), ("group", "A group"))),
    ),
    Column(
        "late",
        Kind.CHOICE,
        "Whether it came after the last day",
        values=valued(
            (("no", "In time"), ("counted", "Late, counted"), ("apart", "Late, not counted"))
        ),
    ),
    Column("may_quote", Kind.CHOICE, "Whether the words may be quoted", values=valued(YES_NO)),
    Column(
        "language",
        Kind.CHOICE,
        "Language of the reply",
        values=valued((code, names[1]) for code, names in LANGUAGES.items()),
        trait=Trait.THEIR_WAY,
    ),
    Column(
        "setting",
        Kind.CHOICE,
        "Kind of place whose link was used",
        values=valued((each.value, label) for each, label in SETTING_LABELS.items()),
        trait=Trait.THEIR_WAY,
    ),
    Column("notes", Kind.WORDS, "What a group said about the plan as a whole"),
)
AT = {column.name: at for at, column in enumerate(REPLY_COLUMNS)}
