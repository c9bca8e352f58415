"""Reports that are kept: frozen as they were on a day, published to the board, and read again."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from consult import audit
from consult.errors import NotFound, RuleBroken
from consult.people.models import User
from consult.results.models import FrozenReport, ReportPublication
from consult.results.rules.report import Report, as_json, sections_from, with_words
from consult.results.services.report_quotes import words_now
from consult.results.services.report_writing import write_report


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A frozen report and, where it was published, when."""

    id: int
    made_at: datetime
    made_by: User
    published_at: datetime | None


def freeze_report(
    session: Session,
    consultation_id: int,
    introduction: str,
    *,
    user_id: int,
    today: date,
    now: datetime,
) -> FrozenReport:
    """Keep the report as it is now, with what somebody wrote to introduce it.

    Raises:
        NotFound: there is no such consultation.
        BadIntroduction: it is too long, or asks for a number that is not there.
    """
    report = write_report(session, consultation_id, introduction=introduction, today=today)
    kept = FrozenReport(
        consultation_id=consultation_id,
        content=as_json(report),
        made_at=now,
        made_by_id=user_id,
    )
    session.add(kept)
    session.flush()
    subject = f"report:{kept.id}"
    audit.record(session, f"user:{user_id}", "freeze_report", subject, now=now)
    session.commit()
    return kept


def publish_report(
    session: Session, consultation_id: int, report_id: int, *, user_id: int, now: datetime
) -> None:
    """Give a frozen report to everybody who reads results.

    Raises:
        NotFound: this consultation has no such report.
        RuleBroken: it is published already.
    """
    kept = _one(session, consultation_id, report_id)
    if session.get(ReportPublication, kept.id) is not None:
        raise RuleBroken("This report is published already.")
    session.add(ReportPublication(report_id=kept.id, published_at=now, published_by_id=user_id))
    subject = f"report:{kept.id}"
    audit.record(session, f"user:{user_id}", "publish_report", subject, now=now)
    session.commit()


def kept_reports(
    session: Session, consultation_id: int, *, only_published: bool
) -> list[KeptReport]:
    """Return the frozen reports of a consultation, newest first."""
    rows = session.execute(_kept(consultation_id).order_by(FrozenReport.id.desc())).all()
    return [
        KeptReport(row.id, row.made_at, row.made_by, published_at)
        for row, published_at in rows
        if published_at or not only_published
    ]


def frozen_report(session: Session, consultation_id: int, report_id: int) -> Report:
    """Return a frozen report, with the words of those quotes that may be shown now.

    Raises:
        NotFound: this consultation has no such report.
    """
    kept = _one(session, consultation_id, report_id)
    report = Report(
        consultation_id=consultation_id,
        title=kept.content["title"],
        made_on=kept.made_at.date(),
        made_by=kept.made_by.name,
        sections=sections_from(kept.content),
    )
    return with_words(report, words_now(session, [one.comment_id for _, one in report.quotes]))


def record_report_file(
    session: Session,
    consultation_id: int,
    kind: str,
    report_id: int | None,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Write down who takes a report as a file; `report_id` is empty for one that is not frozen."""
    subject = f"consultation:{consultation_id}"
    audit.record(session, actor, "take_report", subject, now=now, file=kind, report=report_id)
    session.commit()


def _one(session: Session, consultation_id: int, report_id: int) -> FrozenReport:
    row = session.execute(_kept(consultation_id).where(FrozenReport.id == report_id)).first()
    if row is None:
        raise NotFound("There is no such report.")
    return row[0]


def _kept(consultation_id: int) -> Select[FrozenReport, datetime]:
    return (
        select(FrozenReport, ReportPublication.published_at)
        .outerjoin(ReportPublication, ReportPublication.report_id == FrozenReport.id)
        .where(FrozenReport.consultation_id == consultation_id)
        .options(joinedload(FrozenReport.made_by))
    )
