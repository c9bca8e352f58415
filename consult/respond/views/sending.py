"""Send: the answers are taken in, and the code is shown this once."""

from flask import current_app, g, render_template
from flask.typing import ResponseReturnValue

from consult.clock import minute, today
from consult.db import db_session
from consult.respond import services as respond
from consult.respond.views.answering import SURVEY
from consult.respond.views.arriving import afresh, refuse_machines
from consult.respond.views.blueprint import page
from consult.respond.views.replies import COOKIE, kiosk_code, path_of, secret, typed_key
from consult.web.limits import ANSWERING, limiter

# How long a shared tablet shows somebody's code.
SHOWN_SECONDS = 60


@page(SURVEY, tail="/send", methods=["POST"])
@limiter.shared_limit(ANSWERING, scope="send")  # type: ignore[untyped-decorator]
def send(slug: str, audience: str) -> ResponseReturnValue:
    """Take the answers in and show the code, this once."""
    refuse_machines()
    kiosk = kiosk_code()
    code, published = respond.receive_submission(
        db_session(),
        secret(),
        typed_key(),
        today=today(),
        minute=minute(),
        language=g.language,
    )
    published = respond.in_language(published, g.language)
    html = render_template(
        "respond/thanks.html",
        code=code,
        published=published,
        promise=respond.promise_of(published),
        kiosk=kiosk,
    )
    answer = current_app.make_response(html)
    if kiosk:
        answer.headers["Refresh"] = f"{SHOWN_SECONDS}; url={afresh(kiosk)}"
    else:
        answer.delete_cookie(COOKIE, path=path_of(slug, audience))
    return answer
