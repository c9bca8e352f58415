"""Files of the answers: a page that says what is in each, and the downloads, each written down."""

from contextlib import ExitStack

from flask import Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer

from consult.clock import now, today
from consult.db import db, db_session, find, reading
from consult.disclosure import THRESHOLD
from consult.errors import NotAllowed, NotFound
from consult.people.rules import POLICIES, ROLE_LABELS
from consult.results.forms.exporting import RawForm
from consult.results.services.exporting import (
    FILES,
    prepare,
    record_export,
    snapshot,
)
from consult.results.views.blueprint import bp
from consult.survey.models import Consultation
from consult.web.access import actor, actor_id

HOUR = 3600


@bp.get("/staff/consultations/<int:consultation_id>/exports")
def exports(consultation_id: int) -> str:
    """List the files of a consultation, with what is in each."""
    return _page(consultation_id, RawForm(formdata=None))


@bp.get("/staff/consultations/<int:consultation_id>/exports/<kind>")
def export(consultation_id: int, kind: str) -> Response:
    """Hand out a file in which nobody can be singled out."""
    return _sent(consultation_id, kind)


@bp.post("/staff/consultations/<int:consultation_id>/exports/raw")
def ask_raw(consultation_id: int) -> ResponseReturnValue:
    """Take down why somebody needs small groups told."""
    find(db_session(), Consultation, consultation_id)
    form = RawForm()
    if form.validate_on_submit():
        told = [consultation_id, actor_id(), form.kind.data, form.reason.data]
        asked = _signer().dumps(told)
        return redirect(url_for("results.exports", consultation_id=consultation_id, asked=asked))
    return _page(consultation_id, form)


@bp.get("/staff/consultations/<int:consultation_id>/exports/raw/<asked>")
def export_raw(consultation_id: int, asked: str) -> Response:
    """Hand out a file with small groups told, to whoever has just said why."""
    kind, reason = _asked(consultation_id, asked)
    return _sent(consultation_id, kind, reason)


def _page(consultation_id: int, form: RawForm) -> str:
    consultation = find(db_session(), Consultation, consultation_id)
    asked = request.args.get("asked", "")
    return render_template(
        "results/exports.html",
        consultation=consultation,
        files=FILES.values(),
        form=form,
        asked=asked,
        raw_file=FILES[_asked(consultation_id, asked)[0]] if asked else None,
        least=THRESHOLD,
        who=_who("results.export"),
        who_raw=_who("results.export_raw"),
    )


def _who(endpoint: str) -> list[str]:
    return [label for role, label in ROLE_LABELS.items() if role in (POLICIES[endpoint] or ())]


def _sent(consultation_id: int, kind: str, reason: str = "") -> Response:
    """Write the download down, then hand the file out piece by piece."""
    if kind not in FILES:
        raise NotFound("There is no such file.")
    reading.set(False)  # that somebody takes a file is written down
    file = FILES[kind]
    with ExitStack() as stack:
        session = stack.enter_context(snapshot(db.engine))
        secret = str(current_app.secret_key)
        outgoing = prepare(session, consultation_id, secret=secret, raw=bool(reason), today=today())
        record_export(
            db_session(), consultation_id, file, outgoing, reason=reason, actor=actor(), now=now()
        )
        response = Response(file.pieces(outgoing), content_type=file.media_type)
        response.call_on_close(stack.pop_all().close)
    raw = "-small-groups-told" if reason else ""
    name = f"answers-{consultation_id}-{file.name}{raw}.{file.ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _asked(consultation_id: int, asked: str) -> tuple[str, str]:
    """Return the file and the reason that whoever is signed in gave within the hour.

    Raises:
        NotAllowed: they gave none, or longer ago, or for another consultation.
    """
    try:
        of_consultation, of_user, kind, reason = _signer().loads(asked, max_age=HOUR)
    except (BadData, ValueError) as error:
        raise NotAllowed("Say again why you need this file.") from error
    if (of_consultation, of_user) != (consultation_id, actor_id()):
        raise NotAllowed("Say again why you need this file.")
    return kind, reason


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="raw files")
