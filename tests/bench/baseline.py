"""A bare Flask and SQLAlchemy application: what the same number of requests and inserts cost.

A GET reads one row and renders a small template; a POST inserts one row through the ORM and
redirects; the last POST inserts the submission and one row for each answer.
"""

import os

from flask import Flask, redirect, render_template_string, request
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response

db = SQLAlchemy()
PAGE = """<!doctype html><title>Question {{ number }}</title><form method="post">
<fieldset><legend>Question {{ number }}</legend>{% for option in options %}
<label><input type="radio" name="answer" value="{{ option }}">{{ option }}</label>
{% endfor %}</fieldset><input type="hidden" name="reply" value="{{ reply }}">
<button>Next</button></form>"""


class Reply(db.Model):  # type: ignore[name-defined,misc]
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)


class Given(db.Model):  # type: ignore[name-defined,misc]
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(index=True)
    number: Mapped[int]
    answer: Mapped[str]


app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["BASELINE_DATABASE_URL"]
app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": 16, "max_overflow": 16}
db.init_app(app)
with app.app_context():
    db.create_all()


@app.get("/healthz")
def healthz() -> str:
    return "ok"


@app.get("/q/<int:number>")
def page(number: int) -> str:
    reply = request.cookies.get("reply", "")
    db.session.scalar(db.select(Reply).where(Reply.key == reply))
    options = ["Very easy", "Quite easy", "In between", "Quite hard", "Very hard"]
    return render_template_string(PAGE, number=number, options=options, reply=reply)


@app.post("/q/<int:number>")
def save(number: int) -> Response:
    reply = request.cookies.get("reply", "")
    if number == 0:
        db.session.add(Reply(key=reply))
    else:
        db.session.add(Given(key=reply, number=number, answer=request.form["answer"]))
    db.session.commit()
    return redirect(f"/q/{number + 1}", 303)


@app.post("/send")
def send() -> ResponseReturnValue:
    reply = request.cookies.get("reply", "")
    db.session.add(Reply(key=reply))
    db.session.add_all(Given(key=reply, number=n, answer="sent") for n in range(10))
    db.session.commit()
    return "thank you"
