"""Pages of the board: meetings, the case on each priority, decisions, commitments."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consult.board import services as board
from consult.board.forms import DecisionForm, ItemForm, MeetingForm, MinutesForm, UpdateForm
from consult.board.models import Meeting
from consult.board.rules import OUTCOME_LABELS, STATUS_LABELS
from consult.clock import now, today
from consult.db import db_session, find
from consult.errors import RuleBroken
from consult.partnership.models import Body, Organisation
from consult.web.access import actor_id

bp = Blueprint("board", __name__)


@bp.context_processor
def _labels() -> dict[str, object]:
    return {"outcomes": OUTCOME_LABELS, "statuses": STATUS_LABELS}


@bp.get("/staff/meetings")
def meetings() -> str:
    """List the meetings."""
    return render_template("board/meetings.html", meetings=board.meetings(db_session()))


@bp.route("/staff/meetings/new", methods=["GET", "POST"])
def add_meeting() -> ResponseReturnValue:
    """Call a meeting."""
    session = db_session()
    form = MeetingForm()
    form.offer(session.scalars(select(Body).order_by(Body.id)))
    if form.validate_on_submit():
        meeting = board.add_meeting(
            session,
            form.body.data,
            form.title.data or "",
            form.held_on.data,
            user_id=actor_id(),
            now=now(),
        )
        flash("The meeting is in the calendar. Now fill its agenda.")
        return redirect(url_for("board.meeting", meeting_id=meeting.id))
    return render_template("board/add_meeting.html", form=form)


@bp.get("/staff/meetings/<int:meeting_id>")
def meeting(meeting_id: int) -> str:
    """Show a meeting: its agenda, its decisions, its minutes."""
    session = db_session()
    found = find(session, Meeting, meeting_id)
    return render_template(
        "board/meeting.html", meeting=found, agenda=board.agenda_of(session, found.id)
    )


@bp.route("/staff/meetings/<int:meeting_id>/minutes", methods=["GET", "POST"])
def write_minutes(meeting_id: int) -> ResponseReturnValue:
    """Write the minutes of a meeting."""
    session = db_session()
    found = find(session, Meeting, meeting_id)
    form = MinutesForm(obj=found)
    if form.validate_on_submit():
        board.write_minutes(
            session, found.id, form.minutes.data or "", user_id=actor_id(), now=now()
        )
        flash("The minutes are kept.")
        return redirect(url_for("board.meeting", meeting_id=found.id))
    return render_template("board/write_minutes.html", form=form, meeting=found)


@bp.route("/staff/meetings/<int:meeting_id>/items/new", methods=["GET", "POST"])
def add_item(meeting_id: int) -> ResponseReturnValue:
    """Put a priority on the agenda."""
    session = db_session()
    found = find(session, Meeting, meeting_id)
    form = ItemForm()
    form.offer(board.askable(session))
    if form.validate_on_submit():
        try:
            item = board.add_item(session, found.id, *form.chosen(), user_id=actor_id(), now=now())
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash(f"“{item.priority.label}” is on the agenda.")
            return redirect(url_for("board.meeting", meeting_id=found.id))
    return render_template("board/add_item.html", form=form, meeting=found)


@bp.get("/staff/meetings/<int:meeting_id>/items/<int:item_id>")
def item(meeting_id: int, item_id: int) -> str:
    """Lay out one priority so that it can be read in a minute."""
    session = db_session()
    found = board.item_of(session, meeting_id, item_id)
    return render_template("board/item.html", case=board.case_for(session, found.id, today()))


@bp.route("/staff/meetings/<int:meeting_id>/items/<int:item_id>/decide", methods=["GET", "POST"])
def decide(meeting_id: int, item_id: int) -> ResponseReturnValue:
    """Enter the board's decision in the record."""
    session = db_session()
    found = board.item_of(session, meeting_id, item_id)
    case = board.case_for(session, found.id, today())
    form = DecisionForm()
    form.offer(
        [each.evidence for each in case.evidence],
        session.scalars(select(Organisation).order_by(Organisation.name)),
    )
    if form.validate_on_submit():
        try:
            board.record_decision(
                session,
                found.id,
                form.draft(),
                user_id=actor_id(),
                today=today(),
                now=now(),
                seen_id=form.seen_id(),
            )
        except RuleBroken as broken:
            session.rollback()
            form.form_errors.append(str(broken))
            case = board.case_for(session, item_id, today())
            form.seen.data = case.standing_id
        else:
            flash("The decision is in the record.")
            return redirect(url_for("board.item", meeting_id=meeting_id, item_id=item_id))
    if request.method == "GET":
        form.seen.data = case.standing_id
    return render_template("board/decide.html", form=form, case=case)


@bp.route(
    "/staff/meetings/<int:meeting_id>/items/<int:item_id>/commitments/<int:commitment_id>",
    methods=["GET", "POST"],
)
def update_commitment(meeting_id: int, item_id: int, commitment_id: int) -> ResponseReturnValue:
    """Write what has changed, dated and signed."""
    session = db_session()
    found = board.item_of(session, meeting_id, item_id)
    commitment = board.commitment_of(session, found.priority_id, commitment_id)
    form = UpdateForm()
    if form.validate_on_submit():
        try:
            board.update_commitment(
                session,
                commitment.id,
                form.chosen(),
                form.text.data or "",
                user_id=actor_id(),
                today=today(),
                now=now(),
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("The news is in the record.")
            return redirect(url_for("board.item", meeting_id=found.meeting_id, item_id=found.id))
    return render_template(
        "board/update_commitment.html",
        form=form,
        item=found,
        commitment=commitment,
        updates=board.updates_of(session, commitment.id),
    )
