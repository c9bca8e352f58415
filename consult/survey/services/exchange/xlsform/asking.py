"""Which rows of a form make up one question, and of what type it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consult.survey.rules import OTHER, QuestionType
from consult.survey.services.exchange.xlsform import rows as kinds
from consult.survey.services.exchange.xlsform.layout import TYPES, part_name
from consult.survey.services.exchange.xlsform.rows import Item

PLAIN = {
    kinds.ONE: QuestionType.SINGLE,
    kinds.SEVERAL: QuestionType.SEVERAL,
    kinds.RANK: QuestionType.RANKING,
    kinds.TEXT: QuestionType.SHORT_TEXT,
    kinds.NUMBER: QuestionType.NUMBER,
    kinds.DATE: QuestionType.DATE,
    kinds.PHOTO: QuestionType.PHOTO,
    kinds.VOICE: QuestionType.VOICE,
}
KIND_OF = {
    "select_one": kinds.ONE,
    "select_multiple": kinds.SEVERAL,
    "rank": kinds.RANK,
    "text": kinds.TEXT,
    "decimal": kinds.NUMBER,
    "date": kinds.DATE,
    "note": kinds.NOTE,
    "image": kinds.PHOTO,
    "audio": kinds.VOICE,
}
BY_APPEARANCE = {
    (kinds.ONE, "minimal"): QuestionType.DROPDOWN,
    (kinds.TEXT, "multiline"): QuestionType.LONG_TEXT,
}
IN_PARTS = {QuestionType.STATEMENTS: kinds.ONE, QuestionType.POINTS: kinds.NUMBER}


@dataclass(frozen=True, slots=True)
class Asked:
    """The row that asks a question, and the rows that are parts of it."""

    item: Item
    type: QuestionType
    parts: tuple[Item, ...] = ()
    other: Item | None = None

    @property
    def size(self) -> int:
        """How many rows the question takes."""
        return 1 + len(self.parts) + bool(self.other)


def asked_at(items: Sequence[Item], place: int) -> Asked | None:
    """Return the question that begins at a row; none where the row only says something."""
    item = items[place]
    said = _own_type(item)
    after = items[place + 1 :]
    if said in IN_PARTS and item.kind == kinds.NOTE:
        parts = tuple(_parts(item, IN_PARTS[said], after))
        return Asked(item, said, parts) if parts else None
    if item.kind == kinds.NOTE:
        return None
    appearances = item.row["appearance"].split()
    plain = next(
        (BY_APPEARANCE[item.kind, a] for a in appearances if (item.kind, a) in BY_APPEARANCE),
        PLAIN[item.kind],
    )
    other = after[0] if after and _is_other(item, after[0]) else None
    return Asked(item, said or plain, other=other)


def _own_type(item: Item) -> QuestionType | None:
    """Return the type that our own column names, where it fits the type of the row."""
    said = item.row["consult_type"]
    if said not in set(QuestionType):
        return None
    kind = QuestionType(said)
    name, _ = TYPES[kind]
    fits = {KIND_OF[name]} | ({kinds.ONE} if kind is QuestionType.PICTURES else set())
    return kind if item.kind in fits else None


def _parts(item: Item, kind: str, after: Sequence[Item]) -> Iterator[Item]:
    for part in after:
        if part.kind != kind or not part.name.startswith(part_name(item.name, "")):
            return
        yield part


def _is_other(item: Item, after: Item) -> bool:
    said = {f"selected(${{{item.name}}}, '{OTHER}')", f"${{{item.name}}} = '{OTHER}'"}
    name = part_name(item.name, OTHER)
    return after.name == name and after.kind == kinds.TEXT and after.row["relevant"] in said
