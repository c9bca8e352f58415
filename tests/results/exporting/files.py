"""Files as whoever takes them reads them."""

import csv
import io
import json
from typing import Any

from sqlalchemy.orm import Session

from consult.db import db
from consult.results.services.exporting import FILES, Outgoing, prepare, snapshot
from consult.survey.models import Consultation
from tests.builders import TODAY
from tests.servers import SECRET

Rows = list[dict[str, str]]


def taken(consultation: Consultation, kind: str, *, raw: bool = False) -> bytes:
    """Return a file as it goes out."""
    with snapshot(db.engine) as session:
        outgoing = prepared(session, consultation, raw=raw)
        return b"".join(FILES[kind].pieces(outgoing))


def prepared(session: Session, consultation: Consultation, *, raw: bool = False) -> Outgoing:
    return prepare(session, consultation.id, secret=SECRET, raw=raw, today=TODAY)


def table(consultation: Consultation, kind: str = "csv", *, raw: bool = False) -> Rows:
    text = taken(consultation, kind, raw=raw).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def columns(consultation: Consultation) -> list[str]:
    return taken(consultation, "csv").decode().splitlines()[0].split(",")


def record(consultation: Consultation, *, raw: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(taken(consultation, "json", raw=raw))
    return found
