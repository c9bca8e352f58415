"""The themes report: as it stands, as it was frozen, its figures, its check, and its files."""

from dataclasses import dataclass
from pathlib import Path

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from consult.clock import now, today
from consult.db import db_session, find, reading
from consult.errors import NotFound, RuleBroken
from consult.people.models import User
from consult.people.rules import may_open
from consult.results.forms.report import ReportForm
from consult.results.rules.report import Report
from consult.results.services import report as reports
from consult.results.views.blueprint import bp
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS
from consult.survey.services import exchange
from consult.web.access import actor, actor_id

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
KINDS = {"docx": DOCX, "pdf": "application/pdf"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A report that somebody may read; `one` is none for the report as it stands now."""

    report: Report
    one: reports.KeptReport | None

    @property
    def id(self) -> int | None:
        """The number of a frozen report."""
        return self.one.id if self.one else None


@bp.get("/staff/consultations/<int:consultation_id>/report")
def report(consultation_id: int) -> str:
    """Show what people said, in a report that can be read from the first line to the last."""
    return _report_page(find(db_session(), Consultation, consultation_id), FlaskForm())


@bp.get("/staff/consultations/<int:consultation_id>/report/figures/<query>")
def report_figure(consultation_id: int, query: str) -> str:
    """Show what a number of the report counts, what it says and is now, and what is behind it."""
    session = db_session()
    consultation = find(session, Consultation, consultation_id)
    asked = _asked(consultation)
    frozen = asked.report if asked and asked.one else None
    if _may("results.freeze_report"):
        figure = reports.behind_figure(
            session,
            consultation,
            query,
            frozen=frozen,
            with_comments=_may("themes.theme"),
            today=today(),
        )
    else:
        figure = reports.figure_in_report(frozen, query)
    told = asked.report.statements if asked else ()
    return render_template(
        "results/report_figure.html",
        consultation=consultation,
        asked=asked,
        figure=figure,
        told=[one for _, one in told if any(each.query == query for each in one.figures)],
        audiences=AUDIENCE_LABELS,
    )


@bp.get("/staff/consultations/<int:consultation_id>/report/check")
def report_check(consultation_id: int) -> str:
    """Count each number of a report again, and find each of its quotes."""
    consultation = find(db_session(), Consultation, consultation_id)
    asked = _asked_for(consultation)
    return render_template(
        "results/report_check.html",
        consultation=consultation,
        asked=asked,
        faults=reports.check_report(db_session(), asked.report, today=today()),
        figures=sum(len(statement.figures) for _, statement in asked.report.statements),
        quotes=len(list(asked.report.quotes)),
    )


@bp.route("/staff/consultations/<int:consultation_id>/report/freeze", methods=["GET", "POST"])
def freeze_report(consultation_id: int) -> ResponseReturnValue:
    """Write what introduces the report, and freeze it."""
    session, form = db_session(), ReportForm()
    consultation = find(session, Consultation, consultation_id)
    if form.validate_on_submit():
        try:
            kept = reports.freeze_report(
                session,
                consultation.id,
                form.introduction.data or "",
                user_id=actor_id(),
                today=today(),
                now=now(),
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("The report is frozen. It will not change any more.")
            return _back_to(consultation, kept.id)
    return render_template("results/report_freeze.html", consultation=consultation, form=form)


@bp.post("/staff/consultations/<int:consultation_id>/report/<int:report_id>/publish")
def publish_report(consultation_id: int, report_id: int) -> ResponseReturnValue:
    """Give a frozen report to everybody who reads results."""
    session, form = db_session(), FlaskForm()
    consultation = find(session, Consultation, consultation_id)
    if form.validate_on_submit():
        try:
            reports.publish_report(
                session, consultation.id, report_id, user_id=actor_id(), now=now()
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("The report is published. Staff and the board can read it.")
            return _back_to(consultation, report_id)
    return _report_page(consultation, form)


@bp.get("/staff/consultations/<int:consultation_id>/report/files/<kind>")
def report_file(consultation_id: int, kind: str) -> ResponseReturnValue:
    """Hand out a report as a Word document, or as PDF that everybody can read."""
    consultation = find(db_session(), Consultation, consultation_id)
    asked = _asked_for(consultation)
    if kind not in KINDS:
        raise NotFound("There is no such file.")
    try:
        content = _pdf(consultation, asked) if kind == "pdf" else _docx(consultation, asked)
    except exchange.PaperUnavailable as missing:
        flash(str(missing))
        return _back_to(consultation, asked.id)
    db_session().commit()  # what was read may be old by now: writing begins anew
    reading.set(False)  # that somebody takes a file is written down
    reports.record_report_file(
        db_session(), consultation.id, kind, asked.id, actor=actor(), now=now()
    )
    response = Response(content, content_type=KINDS[kind])
    name = f"report-{consultation.slug}.{kind}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _report_page(consultation: Consultation, form: FlaskForm) -> str:
    return render_template(
        "results/report.html",
        consultation=consultation,
        asked=_asked(consultation),
        kept=_kept(consultation),
        form=form,
    )


def _back_to(consultation: Consultation, report_id: int | None) -> Response:
    address = url_for("results.report", consultation_id=consultation.id, report=report_id)
    return redirect(address)  # type: ignore[return-value]  # flask says werkzeug's


def _may(endpoint: str) -> bool:
    return may_open(find(db_session(), User, actor_id()).role, endpoint)


def _kept(consultation: Consultation) -> list[reports.KeptReport]:
    """Return the frozen reports that whoever is signed in may read, newest first."""
    only_published = not _may("results.freeze_report")
    return reports.kept_reports(db_session(), consultation.id, only_published=only_published)


def _asked(consultation: Consultation) -> _Asked | None:
    """Return the report that the address asks for: a frozen one by its number, or as it is now.

    Who may not freeze reports reads the newest that was published, if there is one.

    Raises:
        NotFound: there is no such report, or it is not published.
    """
    wanted, kept = request.args.get("report", ""), _kept(consultation)
    if not wanted and _may("results.freeze_report"):
        return _Asked(reports.write_report(db_session(), consultation.id, today=today()), None)
    if not wanted and not kept:
        return None
    found = [one for one in kept if not wanted or str(one.id) == wanted]
    if not found:
        raise NotFound("There is no such report.")
    return _Asked(reports.frozen_report(db_session(), consultation.id, found[0].id), found[0])


def _asked_for(consultation: Consultation) -> _Asked:
    asked = _asked(consultation)
    if asked is None:
        raise NotFound("No report is published yet.")
    return asked


def _docx(consultation: Consultation, asked: _Asked) -> bytes:
    def address(query: str) -> str:
        return url_for(
            "results.report_figure",
            consultation_id=consultation.id,
            query=query,
            report=asked.id,
            _external=True,
        )

    return reports.report_docx(asked.report, address=address)


def _pdf(consultation: Consultation, asked: _Asked) -> bytes:
    page = render_template("results/report_paper.html", consultation=consultation, asked=asked)
    return exchange.pdf_of(page, static=Path(current_app.static_folder or ""))
