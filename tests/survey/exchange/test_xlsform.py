"""A survey as XLSForm: other programs read it, and what comes back has lost only what we say."""

from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from pyxform.xls2xform import convert

from consult.errors import BadFile
from consult.survey.rules import (
    Definition,
    Question,
    QuestionType,
    lines_of,
    path_of,
    translated,
)
from consult.survey.rules.definition import DEFAULT_MAX_LENGTH, OTHER_MAX_LENGTH
from consult.survey.rules.piping import PLACE
from consult.survey.services.exchange.straightening import without_jumps
from consult.survey.services.exchange.xlsform import survey_as_xlsform, survey_from_xlsform
from tests.survey.exchange.drawing import answers, surveys, unhurried


def tidy(text: str) -> str:
    return text.replace("${", "$ {").strip()


def piped(text: str) -> str:
    """Return a text as the table says it comes back: the words for a skipped answer are lost."""
    return PLACE.sub(lambda place: f"[[{place[1]}]]", tidy(text))


def tidied(question: Question) -> Question:
    """Return a question as the table says it comes back, conditions aside."""
    kind = question.type
    pictures = kind is QuestionType.PICTURES and question.most != 1
    most = kind in {QuestionType.NUMBER, QuestionType.SEVERAL} or kind.is_ranked or pictures
    usual = DEFAULT_MAX_LENGTH.get(kind.value, OTHER_MAX_LENGTH)
    return replace(
        question,
        title=piped(question.title),
        hint=piped(question.hint),
        unit=tidy(question.unit),
        options=tuple(replace(o, label=tidy(o.label)) for o in question.options)
        if kind is not QuestionType.POINTS
        else tuple(replace(o, label=tidy(o.label), **BARE) for o in question.options),
        rows=tuple(replace(row, label=tidy(row.label)) for row in question.rows),
        clause=tidy(question.clause),
        most=question.most if most else None,
        max_length=question.max_length if question.has_words else usual,
        show_if=None,
        jumps=(),
    )


BARE: dict[str, Any] = {"exclusive": False, "picture": ""}


def after_the_table(survey: Definition) -> Definition:
    """Return a survey without what the table says is lost."""
    start = survey.start
    bare = replace(
        survey,
        start=replace(
            start,
            title=tidy(start.title) or "Survey",
            lead=tidy(start.lead),
            points=tuple(map(tidy, start.points)),
        ),
        questions=tuple(map(tidied, survey.questions)),
        thanks=tidy(survey.thanks),
        wordings=(),
    )
    for wording in survey.wordings:
        texts = {
            line.path: piped(line.text) if line.path.endswith((".title", ".hint")) else line.text
            for line in lines_of(survey, wording.language)
            if not line.is_missing and not line.is_out_of_date
        }
        bare = translated(bare, wording.language, {path: tidy(t) for path, t in texts.items()})
    return bare


def sorted_wordings(survey: Definition) -> Definition:
    return replace(
        survey,
        wordings=tuple(
            replace(w, texts=tuple(sorted(w.texts, key=lambda text: text.path)))
            for w in sorted(survey.wordings, key=lambda w: w.language)
        ),
    )


@unhurried
@given(st.data())
def test_the_way_there_and_back_loses_only_what_the_table_says(data: st.DataObject) -> None:
    survey = data.draw(surveys())
    said = data.draw(answers(survey))

    brought = survey_from_xlsform(survey_as_xlsform(survey))

    assert brought.left_behind == ()
    back = brought.definition
    without = replace(back, questions=tuple(replace(q, show_if=None) for q in back.questions))
    assert sorted_wordings(without) == sorted_wordings(after_the_table(survey))
    before = [question.key for question in path_of(survey, said)]
    assert [question.key for question in path_of(back, said)] == before


@settings(unhurried, max_examples=25)
@given(surveys().filter(lambda survey: survey.questions))
def test_every_form_that_goes_out_is_read_by_other_programs(survey: Definition) -> None:
    made = convert(survey_as_xlsform(survey), validate=False, file_type=".xlsx")

    for question in without_jumps(survey).questions:
        assert f'"/data/{question.key}"' in made.xform or f"/{question.key}" in made.xform


SURVEY = ["type", "name", "label", "relevant", "constraint", "required", "appearance"]
CHOICES = [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", "No"]]


def form(*rows: Any, choices: Any = CHOICES, head: Any = SURVEY, **sheets: Any) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in {"survey": [head, *rows], "choices": choices, **sheets}.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


GO_OUT = ["select_one yn", "go_out", "Do you go out?"]


def test_a_form_of_another_program_is_read_with_its_groups_and_conditions() -> None:
    brought = survey_from_xlsform(
        form(
            ["note", "hello", "We are glad you are here."],
            ["begin group", "about", "About you", "", "", "", "field-list"],
            ["select one from yn or_other", "go_out", "Do you go out?"],
            ["integer", "age", "How old are you?", "", ". >= 5 and . < 26"],
            ["end group"],
            ["begin_group", "more", "", "${go_out} = 'no' and ${age} > 10"],
            ["text", "why", "Why not, ${go_out}?", "not(selected(${go_out}, 'other'))"],
            ["end_group"],
            ["calculate", "born", "", "", "", "", ""],
            settings=[["form_title", "style"], ["Going out", "pages"]],
        )
    )

    survey = brought.definition
    assert survey.start.title == "Going out"
    assert survey.start.points == ("We are glad you are here.",)
    assert [q.key for q in survey.questions] == ["go_out", "age", "why"]
    assert survey.questions[0].other
    assert survey.questions[1].least == 5
    assert survey.questions[2].title == "Why not, [[go_out]]?"
    assert brought.left_behind == (
        "survey, row 3: the group “About you” is left out: each question has its own page.",
        "survey, row 7: the group is left out: each question has its own page.",
        "survey, row 10: “born” (calculate) is left out: there is no such type here.",
        "survey, row 2: its words are now on the start page.",
        "survey, row 5, column E (constraint): “. < 26” is left out.",
        "survey, row 3, column G (appearance): we show questions in our own way.",
        "settings, row 2, column B (style): there is no such thing here.",
    )


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("${go_out} = 'yes' and ${later} = 'x'", "“later” is not asked before it."),
        ("count-selected(${go_out}) > 1", "“count-selected” stands where “name” should be."),
        ("${go_out} = 'maybe'", "“maybe” is no answer to “go_out”."),
        ("${go_out} > 3", "“go_out” is no number."),
        ("${several} = 'yes'", "“several” can have several answers: use selected()."),
        ("${go_out} = 'yes' or", "“” stands where “name” should be."),
        ("(" * 60 + "${go_out} = 'yes'" + ")" * 60, "it has too many brackets."),
        ("if(${go_out}, 1, 2) § 3", "“§ 3” is not understood."),
        ("${go_out} = 'yes')", "it cannot be read to its end."),
    ],
)
def test_a_condition_that_we_cannot_say_is_named_with_its_row(expression: str, said: str) -> None:
    brought = survey_from_xlsform(
        form(
            GO_OUT,
            ["select_multiple yn", "several", "Which?"],
            ["text", "why", "Why?", expression],
            ["text", "later", "And?"],
        )
    )

    assert brought.definition.questions[2].show_if is None
    (sentence,) = brought.left_behind
    assert sentence.startswith(f"survey, row 4, column D (relevant): “{expression}” is left out, ")
    assert said in sentence


def test_names_that_are_no_keys_of_ours_get_new_ones_and_it_is_said() -> None:
    choices = [["list_name", "name", "label"], ["t", "Saltby-1", "Saltby"], ["t", "b", "By"]]
    brought = survey_from_xlsform(
        form(
            ["select_one t", "Town", "Where?"],
            ["text", "town", "Why?", "${Town} = 'Saltby-1'"],
            ["text", "end", "And?", "${town} != ''"],
            choices=choices,
        )
    )

    assert [q.key for q in brought.definition.questions] == ["town", "town_2", "end_2"]
    assert [o.key for o in brought.definition.questions[0].options] == ["saltby_1", "b"]
    assert len(brought.left_behind) == 4
    assert brought.left_behind[0].startswith("survey, row 2, column B (name): the name “Town”")
    assert brought.left_behind[1].startswith("choices, row 2, column B (name): the name “Saltby-1”")


def test_languages_we_speak_come_along_and_others_are_named() -> None:
    head = ["type", "name", "label::English", "label:Cymraeg (cy)", "label::French (fr)"]
    choices = [["list_name", "name", *head[2:]], ["yn", "y", "Yes", "Ie"], ["yn", "n", "No", "Na"]]
    row = ["select_one yn", "go_out", "Do you go out?", "Wyt ti’n mynd allan?", "Sors-tu ?"]
    brought = survey_from_xlsform(form(row, head=head, choices=choices))

    (welsh,) = brought.definition.wordings
    assert welsh.language == "cy"
    assert [text.text for text in welsh.texts] == ["Wyt ti’n mynd allan?", "Ie", "Na"]
    (sentence,) = brought.left_behind
    assert sentence == "survey, column E (label::French (fr)): there is no “French (fr)” here."


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["dance", "q", "Dance?"]], "survey, row 2, column A (type): “dance” is no type"),
        ([["", "q", "Which?"]], "survey, row 2, column A (type): it is empty."),
        ([GO_OUT, ["text", "", "Why?"]], "survey, row 3, column B (name): it is empty."),
        ([["select_one towns", "q", "?"]], "column A (type): there is no list “towns”"),
        ([["begin group", "g", "G"], GO_OUT], "survey, row 2, column A (type): this group does"),
        ([GO_OUT, ["end group"]], "survey, row 3, column A (type): a group ends here"),
        ([["text", "q", "x" * 6000]], "“questions 1, title” is longer than 5000 characters."),
        ([["note", "n", "."]] * 3001, "survey: there are more than 3000 rows."),
    ],
)
def test_a_broken_form_names_the_sheet_the_row_and_the_column(rows: Any, sentence: str) -> None:
    with pytest.raises(BadFile) as broken:
        survey_from_xlsform(form(*rows))

    assert sentence in str(broken.value)


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        ({"choices": [*CHOICES, ["yn", "yes", "Again"]]}, "choices, row 4, column B (name): “yes”"),
        ({"choices": [*CHOICES, ["", "x", "X"]]}, "choices, row 4, column A (list_name): it is"),
        ({"head": ["type", "label"]}, "survey, row 1: there is no column “name”."),
        ({"head": ["type", "name", "name"]}, "survey, row 1, columns B and C: both are called"),
    ],
)
def test_a_broken_sheet_names_the_place(sheets: Any, sentence: str) -> None:
    with pytest.raises(BadFile) as broken:
        survey_from_xlsform(form(GO_OUT, **sheets))

    assert sentence in str(broken.value)


def bomb() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 41_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"otters", "This is no workbook"),
        (b"", "This is no workbook"),
        (form(GO_OUT)[:900], "This is no workbook"),
        (form(GO_OUT).replace(b"xl/workbook.xml", b"xl/otter888.xml"), "cannot be opened"),
        (bomb(), "too large when unpacked"),
    ],
)
def test_what_is_no_workbook_is_said(content: bytes, sentence: str) -> None:
    with pytest.raises(BadFile, match=sentence):
        survey_from_xlsform(content)


def test_a_workbook_without_a_survey_is_no_form() -> None:
    book = Workbook()
    file = BytesIO()
    book.save(file)

    with pytest.raises(BadFile, match="no sheet “survey”"):
        survey_from_xlsform(file.getvalue())


def test_words_that_look_like_a_formula_stay_words() -> None:
    survey = Definition(questions=(Question("q", QuestionType.AREA, "=1+1"),))

    book = load_workbook(BytesIO(survey_as_xlsform(survey)))

    assert book["survey"]["C2"].data_type == "s"
    assert survey_from_xlsform(survey_as_xlsform(survey)).definition.questions[0].title == "=1+1"


TYPES = ["select_one yn", "select_multiple yn", "rank yn", "integer", "range", "note", "text"]
OTHERS = ["begin group", "end group", "statements", "points", "faces", "pictures", "start=1 end=5"]
NAMES = ["", "q", "q-a", "q-other", "end", "9", "${q}", "[[q]]", "yes", "randomize=true", "x" * 70]
SAID = [". >= 3 and . <= 1", "count-selected(.) < 1", "${q} = 'yes' or ${q-a} > 0", "not(${q})"]
cells = st.sampled_from([*TYPES, *OTHERS, *NAMES, *SAID])
WIDE = [*SURVEY, "parameters", "hint::Welsh (cy)", "consult_type", "consult_most", "consult_total"]


@unhurried
@given(st.lists(st.lists(cells, min_size=4, max_size=len(WIDE)), min_size=1, max_size=5))
def test_whatever_the_rows_hold_the_form_is_read_or_refused(rows: list[list[str]]) -> None:
    with suppress(BadFile):
        survey_from_xlsform(form(*rows, head=WIDE))
