"""What a consultation proposes on each of its priorities: listed, and written in every wording."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.clock import now
from consult.db import db_session, find
from consult.errors import RuleBroken
from consult.survey import services as surveys
from consult.survey.forms import ProposalForm
from consult.survey.models import Consultation
from consult.survey.rules import AUDIENCE_LABELS
from consult.survey.rules.proposals import COST_LABELS, PriorityProposal, ProposalText, missing
from consult.survey.views.blueprint import bp
from consult.web.access import actor


@bp.get("/staff/consultations/<int:consultation_id>/proposals")
def proposals(consultation_id: int) -> str:
    """Show what is proposed on each priority, and what is missing in which wording."""
    session = db_session()
    found = find(session, Consultation, consultation_id)
    return render_template(
        "survey/proposals.html",
        consultation=found,
        proposals=surveys.proposals_of(session, found.id),
        audiences=surveys.wordings_of(session, found.id),
        labels=AUDIENCE_LABELS,
        costs=COST_LABELS,
        missing=missing,
        nothing=ProposalText(),
    )


@bp.route(
    "/staff/consultations/<int:consultation_id>/proposals/<int:priority_id>",
    methods=["GET", "POST"],
)
def edit_proposal(consultation_id: int, priority_id: int) -> ResponseReturnValue:
    """Write what is proposed on a priority, in the words of each audience."""
    session = db_session()
    found = find(session, Consultation, consultation_id)
    proposal = surveys.proposal_on(session, found.id, priority_id)
    form = ProposalForm(data=_filled_in(proposal))
    form.ask_for(surveys.wordings_of(session, found.id))
    if form.validate_on_submit():
        try:
            surveys.write_proposal(
                session, found.id, priority_id, form.draft(), actor=actor(), now=now()
            )
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
        else:
            flash("Saved.")
            return redirect(url_for("survey.proposals", consultation_id=found.id))
    return render_template(
        "survey/edit_proposal.html", form=form, consultation=found, proposal=proposal
    )


def _filled_in(proposal: PriorityProposal) -> dict[str, object]:
    cost = proposal.draft.cost
    texts = proposal.draft.texts.items()
    return {"cost": cost.value if cost else "", **{key.value: text for key, text in texts}}
