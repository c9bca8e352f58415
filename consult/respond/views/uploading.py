"""The form of a question that is answered with a photo or a voice note."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from consult.clock import today
from consult.db import db_session
from consult.errors import NotFound, in_any_language
from consult.respond import services as respond
from consult.respond.rules import REACHED, AnswerRefused, Given, UploadKind, next_number
from consult.respond.rules.uploads import MOST_FILES, MOST_PHOTO_BYTES, FileRefused
from consult.respond.services import Reply
from consult.respond.views.answering import SURVEY, go_on, question_at, show_question
from consult.respond.views.blueprint import page
from consult.respond.views.replies import reply_of, saved, typed_key
from consult.web.requests import takes_files

AROUND_A_FILE = 100_000


@page(SURVEY, tail="/q/<int:number>/file", methods=["POST"])
@takes_files(MOST_PHOTO_BYTES + AROUND_A_FILE)
def upload(slug: str, audience: str, number: int) -> ResponseReturnValue:
    """Add a photo or a voice note to an answer, take one away, or go on."""
    key = typed_key()
    asked = question_at(reply_of(key), number)
    if not asked.type.is_upload:
        raise NotFound("This question takes no files.")
    kind = UploadKind(asked.type.value)

    def change(reply: Reply) -> Mapping[str, Any]:
        names = reply.given(asked.key).files
        away = request.form.get("away", "")
        if away in names:
            respond.drop_upload(db_session(), reply.draft_id, away)
            names = tuple(name for name in names if name != away)
        if file:
            if len(names) >= MOST_FILES[kind]:
                sentence = in_any_language("You can add up to %(most)s. Take one away first.")
                raise AnswerRefused(sentence, Given(files=names), most=MOST_FILES[kind])
            names = (
                *names,
                respond.keep_upload(
                    db_session(), reply.draft_id, asked.key, kind, file, today=today()
                ),
            )
        reached = {REACHED: max(number + 1, reply.answers.get(REACHED, 1))}
        return {**respond.answer_to(asked.key, Given(files=names)), **reached}

    try:
        file = _file(kind)
        reply = saved(key, change)
    except (AnswerRefused, FileRefused) as refused:
        values = getattr(refused, "values", {})
        error = gettext(getattr(refused, "sentence", str(refused)), **values)
        return show_question(
            reply_of(key), key, number, error=error
        ), HTTPStatus.UNPROCESSABLE_ENTITY
    if "add" in request.form or "away" in request.form:
        return go_on(reply, key, number)
    return go_on(reply, key, next_number(reply.published.definition, reply.answers, number))


def _file(kind: UploadKind) -> tuple[str, bytes] | None:
    """Return the file that came, made plain; nothing where none was chosen, or it is skipped."""
    sent = request.files.get("file")
    if sent is None or not sent.filename or "skip" in request.form or "away" in request.form:
        if "add" in request.form:
            raise FileRefused("Choose a file first.")
        return None
    return respond.plain_file(kind, sent.read())
