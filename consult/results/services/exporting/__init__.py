"""Everything that goes out as a file: streamed, harmless in a spreadsheet, nobody singled out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult import audit
from consult.errors import RuleBroken
from consult.results.services.exporting import delimited
from consult.results.services.exporting.bundle import bundle, workbook_pieces
from consult.results.services.exporting.gathering import Outgoing, prepare, snapshot
from consult.results.services.exporting.json_file import as_json
from consult.results.services.exporting.sheets import fits_a_sheet
from consult.results.services.exporting.spss import spss

LONGEST_REASON = 500
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file somebody can have: what is in it, what it is called, and what makes it."""

    name: str
    ending: str
    media_type: str
    title: str
    inside: str
    pieces: Callable[[Outgoing], Iterator[bytes]]


FILES = {
    each.name: each
    for each in (
        ExportFile(
            "zip",
            "zip",
            "application/zip",
            "Everything",
            "All the files below, the codebook, and a README of what was hidden.",
            bundle,
        ),
        ExportFile(
            "csv",
            "csv",
            "text/csv; charset=utf-8",
            "Table in words",
            "CSV. One row a reply, one column a question or option. Opens in any spreadsheet.",
            delimited.wide,
        ),
        ExportFile(
            "csv-codes",
            "csv",
            "text/csv; charset=utf-8",
            "Table in codes",
            "CSV. The same table with the keys of the answers, for R or Python.",
            lambda outgoing: delimited.wide(outgoing, labels=False),
        ),
        ExportFile(
            "csv-long",
            "csv",
            "text/csv; charset=utf-8",
            "One row an answer",
            "CSV. Each thing chosen or written in a row of its own, with the themes of comments.",
            delimited.long,
        ),
        ExportFile(
            "csv-long-codes",
            "csv",
            "text/csv; charset=utf-8",
            "One row an answer, in codes",
            "CSV. The same rows with the keys of questions, answers and themes.",
            lambda outgoing: delimited.long(outgoing, labels=False),
        ),
        ExportFile(
            "xlsx",
            "xlsx",
            SHEETS,
            "Workbook",
            "Excel. The table in words, the codebook, and what was hidden, on three sheets.",
            workbook_pieces,
        ),
        ExportFile(
            "sav",
            "sav",
            "application/x-spss-sav",
            "SPSS",
            "For SPSS or PSPP, with all labels. People’s own words are not in it.",
            spss,
        ),
        ExportFile(
            "json",
            "json",
            "application/json",
            "JSON",
            "For programs. Says what each column is; its schema is in the zip.",
            as_json,
        ),
        ExportFile(
            "codebook",
            "csv",
            "text/csv; charset=utf-8",
            "Codebook",
            "CSV. What each column is, who was asked, and what the codes mean.",
            lambda outgoing: delimited.codebook(outgoing.columns),
        ),
    )
}


def record_export(
    session: Session,
    consultation_id: int,
    file: ExportFile,
    outgoing: Outgoing,
    *,
    reason: str = "",
    actor: str,
    now: datetime,
) -> None:
    """Write down who takes which file, why, and what is hidden in it (L-SDC-09).

    Raises:
        RuleBroken: the file cannot hold so many replies.
    """
    if file.name == "xlsx" and not fits_a_sheet(outgoing):
        raise RuleBroken("There are more replies than a workbook has rows. Take the CSV files.")
    audit.record(
        session,
        actor,
        "export_raw" if outgoing.is_raw else "export",
        f"consultation:{consultation_id}",
        now=now,
        file=file.name,
        pattern=outgoing.pattern,
        **({"reason": reason} if outgoing.is_raw else {}),
    )
    session.commit()


def check_reason(reason: str) -> str:
    """Return why somebody needs files in which small groups are told.

    Raises:
        RuleBroken: there is no reason, or it is too long.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise RuleBroken(f"Say why you need it, in {LONGEST_REASON} characters or fewer.")
    return reason


__all__ = [
    "FILES",
    "LONGEST_REASON",
    "ExportFile",
    "Outgoing",
    "check_reason",
    "prepare",
    "record_export",
    "snapshot",
]
