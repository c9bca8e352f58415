"""SPSS system files, written as they go out: pyreadstat would need the whole table in memory.

The layout is that of the "System File Format" of the PSPP developers' guide; the tests read it with
pyreadstat. Words stay out: SPSS pads every cell to the longest. They are in the CSV files.
"""

import hashlib
import struct
import sys
from collections.abc import Iterator, Mapping, Sequence

from consult.results.rules.exporting import Cell, Column, Kind
from consult.results.rules.exporting.columns import HIDDEN_NUMBER, RATHER_NOT_NUMBER
from consult.results.services.exporting.gathering import Outgoing
from consult.results.services.exporting.reading import Reply
from consult.results.services.exporting.voicing import numbers_of, values_of

SYSTEM_MISSING = -sys.float_info.max
# The smallest number but one: what SPSS calls LOWEST.
LOWEST = struct.unpack("<d", b"\xfe\xff\xff\xff\xff\xff\xef\xff")[0]
LONGEST_NAME, LONGEST_LABEL, LONGEST_VALUE_LABEL = 64, 250, 120
WIDTH, EIGHT = 16, 8
IN_TEXT = frozenset({Kind.TEXT, Kind.DAY})
YES_NO_LABELS = {0: "no", 1: "yes"}
# How a cell is shown: its type, its width.
NUMBER_FORMAT, TEXT_FORMAT = 5 << 16 | 8 << 8, 1 << 16 | WIDTH << 8
RESERVED = frozenset(
    {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}
)
VARIABLE, LABELS, LABELLED, MORE, END = 2, 3, 4, 7, 999
NUMBERS, EXTREMES, LONG_NAMES, ENCODING = 3, 4, 13, 20
UTF_8 = 65001


def spss(outgoing: Outgoing) -> Iterator[bytes]:
    """Yield a .sav file: a variable for each column but words, 8 bytes a number in each row."""
    kept = [at for at, one in enumerate(outgoing.columns) if one.kind is not Kind.WORDS]
    columns = [outgoing.columns[at] for at in kept]
    yield b"".join(_dictionary(outgoing, columns))
    shape = "".join(f"{WIDTH}s" if each.kind in IN_TEXT else "d" for each in columns)
    row = struct.Struct(f"<{shape}")
    reads = [(at, numbers_of(column)) for at, column in zip(kept, columns, strict=True)]
    for chunk in outgoing.chunks():
        yield b"".join(row.pack(*_cells(reply, columns, reads)) for reply in chunk)


def variable_name(name: str) -> str:
    """Return a name that SPSS takes: those too long end in a mark made of the whole name."""
    if len(name) <= LONGEST_NAME and name not in RESERVED:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:EIGHT]
    return f"{name[: LONGEST_NAME - len(mark) - 1]}_{mark}"


def _cells(
    reply: Reply, columns: Sequence[Column], reads: Sequence[tuple[int, Mapping[Cell, int]]]
) -> Iterator[bytes | float]:
    for column, (at, numbers) in zip(columns, reads, strict=True):
        cell = reply.cells[at]
        if column.kind in IN_TEXT:
            yield str(cell or "").encode().ljust(WIDTH)
        elif cell is None:
            yield SYSTEM_MISSING
        else:
            yield numbers.get(cell, SYSTEM_MISSING) if isinstance(cell, str) else cell


def _dictionary(outgoing: Outgoing, columns: Sequence[Column]) -> Iterator[bytes]:
    """Yield all that stands before the rows."""
    yield _head(outgoing, sum(_width(column) for column in columns))
    for number, column in enumerate(columns, start=1):
        yield from _variable(number, column)
    at = 1
    for column in columns:
        yield from _labels(column, at)
        at += _width(column)
    yield _more(NUMBERS, struct.pack("<8i", 1, 0, 0, -1, 1, 0, 2, UTF_8), size=4)
    extremes = struct.pack("<3d", SYSTEM_MISSING, sys.float_info.max, LOWEST)
    yield _more(EXTREMES, extremes, size=EIGHT)
    names = (f"V{at}={variable_name(one.name)}" for at, one in enumerate(columns, start=1))
    yield _more(LONG_NAMES, "\t".join(names).encode())
    yield _more(ENCODING, b"UTF-8")
    yield struct.pack("<2i", END, 0)


def _head(outgoing: Outgoing, width: int) -> bytes:
    return struct.pack(
        "<4s60s5id9s8s64s3x",
        b"$FL2",
        b"@(#) SPSS DATA FILE".ljust(60),
        2,  # the layout
        width,
        0,  # not compressed
        0,  # no weights
        outgoing.rows,
        100.0,
        f"{outgoing.made_on:%d %b %y}".encode(),
        b"00:00:00",
        _cut(outgoing.title, 64).ljust(64),
    )


def _variable(number: int, column: Column) -> Iterator[bytes]:
    label = _cut(column.label, LONGEST_LABEL)
    in_text = column.kind in IN_TEXT
    missing = _missing(column)
    shown = TEXT_FORMAT if in_text else NUMBER_FORMAT
    kind = WIDTH if in_text else 0
    name = f"V{number}".encode().ljust(EIGHT)
    yield struct.pack("<6i8s", VARIABLE, kind, 1, len(missing), shown, shown, name)
    yield struct.pack("<i", len(label)) + _padded(label, 4)
    yield struct.pack(f"<{len(missing)}d", *missing)
    if in_text:
        yield struct.pack("<6i8s", VARIABLE, -1, 0, 0, 0, 0, b" " * EIGHT)


def _labels(column: Column, at: int) -> Iterator[bytes]:
    if column.kind in IN_TEXT:
        return
    labels = {value.number: value.label for value in values_of(column)}
    if column.kind.is_yes_or_no:
        labels |= YES_NO_LABELS
    if labels:
        yield struct.pack("<2i", LABELS, len(labels))
        yield from (_value_label(number, label) for number, label in labels.items())
        yield struct.pack("<3i", LABELLED, 1, at)


def _value_label(number: int, label: str) -> bytes:
    text = _cut(label, LONGEST_VALUE_LABEL)
    return struct.pack("<d", number) + _padded(bytes([len(text)]) + text, EIGHT)


def _missing(column: Column) -> list[float]:
    """Return the answers that are none, kept apart from each other and from an empty cell."""
    if column.kind in IN_TEXT:
        return []
    numbers = {value.number for value in values_of(column)}
    return [float(each) for each in (RATHER_NOT_NUMBER, HIDDEN_NUMBER) if each in numbers]


def _width(column: Column) -> int:
    return WIDTH // EIGHT if column.kind in IN_TEXT else 1


def _more(subject: int, content: bytes, *, size: int = 1) -> bytes:
    return struct.pack("<4i", MORE, subject, size, len(content) // size) + content


def _padded(content: bytes, length: int) -> bytes:
    return content + b" " * (-len(content) % length)


def _cut(text: str, most: int) -> bytes:
    """Return text in no more than so many bytes, with no character cut in two."""
    return text.encode()[:most].decode(errors="ignore").encode()
