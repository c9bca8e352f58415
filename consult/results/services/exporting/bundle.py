"""All files in one zip, with the codebook and the README; each part goes out as it is made."""

import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, cast

from consult.results.services.exporting import delimited
from consult.results.services.exporting.about import readme
from consult.results.services.exporting.gathering import Outgoing
from consult.results.services.exporting.json_file import SCHEMA, as_json
from consult.results.services.exporting.sheets import fits_a_sheet, workbook
from consult.results.services.exporting.spss import spss

PIECE = 1 << 20
WORKBOOK = "answers.xlsx"
TOO_MANY = "not here: there are more replies than a workbook has rows"
CONTENTS = (
    ("README.txt", "what was left out and hidden, and why"),
    ("codebook.csv", "what each column is and what its codes mean"),
    ("answers_labels.csv", "a row for each reply, in words"),
    ("answers_codes.csv", "a row for each reply, in codes"),
    ("answers_long.csv", "a row for each answer, with the themes of each comment"),
    (WORKBOOK, "the answers in words and the codebook as a workbook"),
    ("answers.sav", "for SPSS, without people's own words"),
    ("answers.json", "for programs; schema.json says how it is made"),
    ("schema.json", "the JSON Schema of answers.json"),
)


def bundle(outgoing: Outgoing) -> Iterator[bytes]:
    """Yield a zip of all files, without ever holding one of them."""
    going = _Going()
    with zipfile.ZipFile(cast(IO[bytes], going), "w", zipfile.ZIP_DEFLATED) as archive:
        for name in _made(outgoing):
            date = (outgoing.made_on.year, outgoing.made_on.month, outgoing.made_on.day, 0, 0, 0)
            info = zipfile.ZipInfo(name, date)
            info.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=True) as part:
                for piece in _file(outgoing, name):
                    part.write(piece)
                    yield going.taken()
    yield going.taken()


def workbook_pieces(outgoing: Outgoing) -> Iterator[bytes]:
    """Yield a workbook, which is made on the disk first."""
    with tempfile.TemporaryFile() as file:
        workbook(outgoing, file)
        file.seek(0)
        yield from iter(lambda: file.read(PIECE), b"")


def _made(outgoing: Outgoing) -> list[str]:
    return [name for name, _ in CONTENTS if name != WORKBOOK or fits_a_sheet(outgoing)]


def _readme(outgoing: Outgoing) -> bytes:
    made = _made(outgoing)
    files = [(name, what if name in made else TOO_MANY) for name, what in CONTENTS]
    return readme(outgoing, files).encode()


def _file(outgoing: Outgoing, name: str) -> Iterator[bytes]:
    makers = {
        "codebook.csv": lambda: delimited.codebook(outgoing.columns),
        "answers_labels.csv": lambda: delimited.wide(outgoing),
        "answers_codes.csv": lambda: delimited.wide(outgoing, labels=False),
        "answers_long.csv": lambda: delimited.long(outgoing),
        WORKBOOK: lambda: workbook_pieces(outgoing),
        "answers.sav": lambda: spss(outgoing),
        "answers.json": lambda: as_json(outgoing),
        "schema.json": lambda: iter([SCHEMA.read_bytes()]),
        "README.txt": lambda: iter([_readme(outgoing)]),
    }
    return makers[name]()


class _Going:
    """A file of which only the end is held until somebody takes it."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, content: bytes, /) -> int:
        self._held += content
        return len(content)

    def flush(self) -> None:
        """Nothing waits anywhere else."""

    def taken(self) -> bytes:
        content = bytes(self._held)
        self._held.clear()
        return content
