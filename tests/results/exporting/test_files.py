"""The same answers in every file: what goes in comes out, and nothing else does."""

import io
import json
import math
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pyreadstat
import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.respond.models import Answer, Comment, Submission
from consult.results.services.exporting import prepare, sheets, snapshot
from consult.results.services.exporting.json_file import SCHEMA
from consult.results.services.exporting.spss import variable_name
from consult.safeguarding.services import raise_concern
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import (
    NOW,
    QUESTIONS,
    TODAY,
    definition,
    make_consultation,
    make_submission,
    make_survey,
    make_survey_version,
    make_theme,
    make_user,
)
from tests.results.county import say_all, withdraw
from tests.results.exporting.files import Rows, columns, record, table, taken

EVIL = '=HYPERLINK("http://otters.example","Click")'
EVERY_TYPE: list[dict[str, Any]] = [
    *QUESTIONS,
    {"key": "minutes", "type": "number", "title": "How many minutes?", "most": 90},
    {"key": "last_visit", "type": "date", "title": "When were you there?"},
    {
        "key": "grid",
        "type": "statements",
        "title": "How is it?",
        "rows": [{"key": "warm", "label": "It is warm"}, {"key": "near", "label": "It is near"}],
        "options": [{"key": "1", "label": "No"}, {"key": "2", "label": "Yes"}],
    },
    {
        "key": "share",
        "type": "points",
        "title": "Share 10 points",
        "options": [{"key": "a", "label": "Parks"}, {"key": "b", "label": "Clubs"}],
    },
    {
        "key": "sex",
        "type": "single",
        "title": "What is your sex?",
        "options": [
            {"key": "female", "label": "Female"},
            {"key": "male", "label": "Male"},
            {"key": "rather_not_say", "label": "I would rather not say"},
        ],
    },
]


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return say_all(session)


@pytest.fixture
def everything(session: Session) -> Consultation:
    """Ten alike, so that nobody is hidden, who answered every type of question."""
    made = make_consultation(session)
    survey = make_survey(session, made, questions=EVERY_TYPE)
    make_survey_version(session, survey)
    for number in range(10):
        person = make_submission(
            session,
            made,
            answers={
                "things_to_do_ease": "5",
                "better_play": ["parks", "other"],
                "top_three": ["p3", "p1"],
                "age_band": "13_15",
                "sex": "rather_not_say" if number < 5 else "female",
            },
            comments={"one_thing": "More buses", "better_play": "A slide"},
            age_band="13_15",
        )
        more = [
            {"question_key": "minutes", "option_key": "", "amount": 12.5},
            {"question_key": "last_visit", "option_key": "", "given_on": TODAY},
            {"question_key": "grid", "option_key": "2", "row_key": "warm"},
            {"question_key": "share", "option_key": "a", "amount": 7.0},
        ]
        session.add_all(Answer(submission_id=person.id, **each) for each in more)
    session.commit()
    return made


def some(rows: Rows, **cells: str) -> Rows:
    return [row for row in rows if all(row[name] == value for name, value in cells.items())]


def test_a_row_for_each_reply_in_words(consultation: Consultation) -> None:
    rows = table(consultation)

    assert len(rows) == 52
    assert len({row["submission"] for row in rows}) == 52
    assert len(some(rows, audience="Young person", things_to_do_ease="Lots")) == 20
    assert len(some(rows, audience="Parent or carer", things_to_do_ease="No")) == 7
    young = some(rows, audience="Young person")[0]
    assert young["better_play.parks"] in {"yes", "no"}
    assert (young["top_three.p1"], young["top_three.p3"], young["top_three.p5"]) == ("1", "3", "")
    assert young["home_help"] == ""


def test_every_type_of_answer_has_its_place(everything: Consultation) -> None:
    row = table(everything, "csv-codes")[0]

    expected = {
        "things_to_do_ease": "5",
        "better_play.parks": "1",
        "better_play.clubs": "0",
        "better_play.other": "1",
        "better_play._words": "A slide",
        "top_three.p3": "1",
        "top_three.p1": "2",
        "top_three.p2": "",
        "one_thing": "More buses",
        "age_band": "13_15",
        "minutes": "12.5",
        "last_visit": "2027-03",
        "grid.warm": "2",
        "grid.near": "",
        "share.a": "7",
        "share.b": "",
    }
    assert {name: row[name] for name in expected} == expected
    assert table(everything, "csv-codes", raw=True)[0]["last_visit"] == TODAY.isoformat()


def test_the_long_table_has_a_row_for_each_answer(everything: Consultation) -> None:
    rows = table(everything, "csv-long-codes")
    one = rows[0]["submission"]

    said = [
        (row["question"], row["option"], row["value"], row["comment"])
        for row in rows
        if row["submission"] == one
    ]
    assert ("better_play", "parks", "1", "") in said
    assert ("better_play", "_words", "", "A slide") in said
    assert ("grid", "warm", "2", "") in said
    assert not [line for line in said if line[:2] == ("better_play", "clubs")]


def test_confirmed_themes_are_columns_and_stand_beside_their_words(
    session: Session, everything: Consultation
) -> None:
    buses = session.scalars(select(Comment).where(Comment.question_key == "one_thing")).all()
    theme = make_theme(session, everything, name="=Buses", comments=buses[:6])
    make_theme(session, everything, name="Not yet", comments=buses[6:], confirmed=False)

    rows = table(everything)
    assert len(some(rows, **{f"theme_{theme.id}": "yes"})) == 6
    assert len(some(rows, **{f"theme_{theme.id}": "no"})) == 4
    long = table(everything, "csv-long")
    assert len(some(long, comment="More buses", theme="'=Buses")) == 6
    assert not [row for row in long if "Not yet" in row["theme"]]


def test_a_workbook_holds_the_same_with_its_codebook(everything: Consultation) -> None:
    book = openpyxl.load_workbook(io.BytesIO(taken(everything, "xlsx")))

    assert book.sheetnames == ["Answers", "Codebook", "About"]
    lines = list(book["Answers"].iter_rows(values_only=True))
    rows = [["" if cell is None else str(cell) for cell in line] for line in lines[1:]]
    assert list(lines[0]) == columns(everything)
    assert rows == [list(row.values()) for row in table(everything)]
    codes = {(line[0], line[6], line[7]) for line in book["Codebook"].iter_rows(values_only=True)}
    assert ("sex", "rather_not_say", "I would rather not say") in codes


def test_spss_keeps_labels_and_why_an_answer_is_missing(
    everything: Consultation, tmp_path: Path
) -> None:
    file = tmp_path / "answers.sav"
    file.write_bytes(taken(everything, "sav", raw=True))
    found, about = pyreadstat.read_sav(str(file), user_missing=True, output_format="dict")

    codes = table(everything, "csv-codes", raw=True)
    assert about.number_rows == 10
    assert [each.strip() for each in found["submission"]] == [row["submission"] for row in codes]
    assert sorted(found["sex"]) == [-1.0] * 5 + [1.0] * 5
    assert about.variable_value_labels["sex"][-1.0] == "I would rather not say"
    ranges = {each["lo"] for each in about.missing_ranges["sex"]}
    assert ranges == {-1.0, -2.0}
    assert about.column_names_to_labels["grid.warm"] == "How is it? It is warm"
    assert set(found["things_to_do_ease"]) == {5.0}
    assert about.variable_value_labels["things_to_do_ease"][5.0] == "Lots"
    assert set(found["minutes"]) == {12.5}
    assert set(found["better_play.clubs"]) == {0.0}
    assert all(each is None or math.isnan(each) for each in found["grid.near"])
    assert {each.strip() for each in found["last_visit"]} == {TODAY.isoformat()}
    assert "one_thing" not in found


def test_spss_names_are_never_too_long_nor_its_own_words() -> None:
    long = "a" * 60 + ".b"

    assert variable_name("things_to_do") == "things_to_do"
    assert variable_name("with") != "with"
    assert len(variable_name(long + "c" * 40)) <= 64
    assert variable_name(long + "c" * 40) != variable_name(long + "c" * 41)


@pytest.mark.parametrize("raw", [False, True])
def test_json_keeps_to_its_schema(consultation: Consultation, raw: bool) -> None:
    found = record(consultation, raw=raw)

    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(found)
    assert len(found["replies"]) == 52
    assert found["small_groups"]["are_hidden"] is not raw
    known = {column["name"] for column in found["columns"]}
    assert all(reply.keys() <= known for reply in found["replies"])


def test_json_of_a_consultation_nobody_answered(session: Session) -> None:
    assert record(make_consultation(session))["replies"] == []


def test_the_zip_holds_all_files_and_says_what_was_hidden(consultation: Consultation) -> None:
    with zipfile.ZipFile(io.BytesIO(taken(consultation, "zip"))) as archive:
        assert archive.testzip() is None
        assert archive.read("answers_labels.csv") == taken(consultation, "csv")
        assert archive.read("answers.json") == taken(consultation, "json")
        assert archive.read("answers.sav") == taken(consultation, "sav")
        readme = archive.read("README.txt").decode()
        assert json.loads(archive.read("schema.json"))["type"] == "object"
    assert "k-anonymity with k = 5" in readme
    for name in archive.namelist():
        assert name in readme


def test_the_zip_leaves_out_a_workbook_of_too_many_replies_and_says_so(
    consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 51)
    with zipfile.ZipFile(io.BytesIO(taken(consultation, "zip"))) as archive:
        assert "answers.xlsx" not in archive.namelist()
        readme = archive.read("README.txt").decode()

    assert "- answers.xlsx: not here: there are more replies than a workbook has rows" in readme


def test_replies_taken_back_are_in_no_file(session: Session, consultation: Consultation) -> None:
    gone = session.scalars(select(Submission).where(Submission.area_key == "saltby")).all()
    withdraw(session, *gone[:3], on=TODAY)

    assert len(table(consultation, raw=True)) == 49


def test_late_replies_are_marked_and_their_words_wait(session: Session) -> None:
    consultation = make_consultation(session)
    for number in range(10):
        person = make_submission(session, consultation, comments={"one_thing": "A park"})
        person.late = number < 5
    session.commit()

    rows = table(consultation)
    assert len(some(rows, late="Late, not counted", one_thing="")) == 5
    assert len(some(rows, late="In time", one_thing="A park")) == 5


@pytest.mark.parametrize("raw", [False, True])
def test_words_that_safeguarding_holds_are_in_no_file(
    session: Session, everything: Consultation, raw: bool
) -> None:
    comment = session.scalars(select(Comment).where(Comment.question_key == "one_thing")).first()
    assert comment
    comment.text = "He hurts me"
    session.commit()
    assert b"He hurts me" in taken(everything, "csv", raw=raw)
    raise_concern(session, comment.id, user_id=make_user(session).id, now=NOW)

    for kind in ("csv", "csv-codes", "csv-long", "csv-long-codes", "json", "sav"):
        assert b"He hurts me" not in taken(everything, kind, raw=raw)


def test_words_of_those_who_said_no_are_kept_back(session: Session) -> None:
    consultation = make_consultation(session)
    for number in range(10):
        make_submission(
            session, consultation, comments={"one_thing": "A secret"}, may_quote=number > 5
        )

    rows = table(consultation)
    assert len(some(rows, one_thing="A secret")) == 4
    assert not some(rows, one_thing="A secret", may_quote="No")
    assert len(some(table(consultation, raw=True), one_thing="A secret")) == 10


def test_nothing_in_a_file_is_run_by_a_spreadsheet(session: Session) -> None:
    consultation = make_consultation(session)
    questions = [dict(each) for each in QUESTIONS]
    evil = [{"key": "1", "label": "@evil"}, {"key": "2", "label": "-evil"}]
    questions[0] = {**questions[0], "type": "single", "title": "+Evil", "options": evil}
    make_survey_version(session, make_survey(session, consultation, questions=questions))
    for _ in range(5):
        make_submission(
            session,
            consultation,
            answers={"things_to_do_ease": "1"},
            comments={"one_thing": EVIL},
        )

    row = table(consultation)[0]
    assert row["one_thing"] == f"'{EVIL}"
    assert row["things_to_do_ease"] == "'@evil"
    for kind in ("csv", "csv-codes", "csv-long", "codebook"):
        for line in table(consultation, kind):
            assert not [cell for cell in line.values() if cell[:1] in "=+@-" and cell[:1]]
    sheet = openpyxl.load_workbook(io.BytesIO(taken(consultation, "xlsx")))["Answers"]
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]


def test_no_file_says_who_or_when(session: Session, everything: Consultation) -> None:
    people = session.scalars(select(Submission)).all()
    for kind in ("csv", "csv-codes", "csv-long", "json"):
        text = taken(everything, kind, raw=True).decode()
        for person in people:
            assert person.key_hash not in text
            assert person.receipt_hash not in text
    assert "sent_on" not in columns(everything)
    assert "2027-03-10" not in taken(everything, "csv").decode()


def test_rows_do_not_tell_who_came_first_and_stay_where_they_are(
    session: Session, consultation: Consultation
) -> None:
    with snapshot(session.get_bind()) as own:  # type: ignore[arg-type]
        here = prepare(own, consultation.id, secret="one" * 9, raw=False, today=TODAY).reader.ids
        raw = prepare(own, consultation.id, secret="one" * 9, raw=True, today=TODAY).reader.ids
        again = prepare(own, consultation.id, secret="one" * 9, raw=False, today=TODAY).reader.ids

    assert here == again
    assert sorted(here) not in (here, raw, here[::-1])
    assert here != raw
    codes = [row["submission"] for row in table(consultation)]
    assert codes == sorted(codes)
    assert not set(codes) & {row["submission"] for row in table(consultation, raw=True)}


def test_what_a_group_said_is_one_row_marked_as_a_group(
    session: Session, consultation: Consultation
) -> None:
    from consult.respond.services.group_sessions import (
        GroupSessionDraft,
        add_note,
        hold_group_session,
    )

    user = make_user(session)
    draft = GroupSessionDraft("Youth council", Audience.YOUNG_PERSON, TODAY, 9, may_quote=True)
    held, _ = hold_group_session(
        session, "secret" * 6, consultation.id, draft, user_id=user.id, today=TODAY, now=NOW
    )
    for topic, text in (("one_thing", "One"), ("one_thing", "Two"), ("about:P1", "Whole")):
        add_note(session, held.id, topic, text, user_id=user.id, now=NOW)

    [row] = some(table(consultation), spoken_by="A group")
    assert (row["one_thing"], row["notes"]) == ("One\nTwo", "Whole")
    assert (row["area"], row["language"]) == ("hidden", "hidden")


def publish(session: Session, consultation: Consultation, questions: list[dict[str, Any]]) -> None:
    """Publish the next version of young people's survey."""
    from consult.survey.models import Survey, SurveyVersion

    survey = session.scalars(select(Survey).where(Survey.consultation == consultation)).one()
    last = max(
        session.scalars(select(SurveyVersion.number).where(SurveyVersion.survey == survey)),
        default=0,
    )
    session.add(
        SurveyVersion(
            survey=survey,
            number=last + 1,
            definition=definition(questions),
            published_at=NOW + timedelta(hours=last),
            published_by_id=make_user(session).id,
        )
    )
    session.commit()


def test_a_column_never_moves_nor_changes_its_name(
    session: Session, everything: Consultation
) -> None:
    before, rows = columns(everything), table(everything, "csv-codes")
    changed = [dict(each) for each in EVERY_TYPE]
    play = changed[1]
    play["title"] = "Other words"
    play["options"] = [
        {"key": "slides", "label": "Slides"},
        {"key": "lights", "label": "Brighter lights"},
        {"key": "parks", "label": "Parks that are clean"},
    ]
    new = {
        "key": "brand_new",
        "type": "yes_no",
        "title": "New?",
        "options": [{"key": "yes", "label": "Yes"}, {"key": "no", "label": "No"}],
    }
    without_minutes = [each for each in changed if each["key"] != "minutes"]
    publish(session, everything, [new, *reversed(without_minutes)])

    after = columns(everything)
    assert after[: len(before)] == before
    assert after[len(before) :] == ["brand_new", "better_play.slides"]
    now = table(everything, "csv-codes")
    assert [{name: row[name] for name in before} for row in now] == rows
    assert [row["better_play.slides"] for row in now] == [""] * 10
    assert some(table(everything, "codebook"), column="better_play.parks")[0]["option"] == (
        "Parks that are clean"
    )


def test_a_question_named_like_a_column_of_ours_gets_another(session: Session) -> None:
    consultation = make_consultation(session)
    question = {**QUESTIONS[3], "key": "language"}
    make_survey_version(session, make_survey(session, consultation, questions=[question]))
    for _ in range(5):
        make_submission(session, consultation, comments={"language": "Polish too"})

    row = table(consultation, raw=True)[0]
    assert (row["language"], row["language._answer"]) == ("English", "Polish too")
