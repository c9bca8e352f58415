"""An XLSForm workbook read as a survey, with a sentence for each thing that is left behind."""

from collections.abc import Sequence
from dataclasses import replace

from consult.errors import BadFile
from consult.survey.rules import Definition, Start, translated
from consult.survey.services.exchange.json_files import check_survey
from consult.survey.services.exchange.left_behind import Brought, LeftBehind
from consult.survey.services.exchange.xlsform.asking import asked_at
from consult.survey.services.exchange.xlsform.drafting import take_question
from consult.survey.services.exchange.xlsform.form import Form, lists_of
from consult.survey.services.exchange.xlsform.layout import (
    CHOICES,
    MINUTES,
    SETTINGS,
    START_LEAD,
    START_POINT,
    START_TITLE,
    SURVEY,
    THANKS,
    whole,
)
from consult.survey.services.exchange.xlsform.passing_over import note_columns
from consult.survey.services.exchange.xlsform.rows import Item, items_of
from consult.survey.services.exchange.xlsform.sheets import Row, read_sheets
from consult.survey.services.exchange.xlsform.tongues import tongues_of

USUAL_MINUTES = 5


def survey_from_xlsform(content: bytes) -> Brought:
    """Read a survey from the bytes of an XLSForm workbook.

    Raises:
        BadFile: it cannot be read; the text names the sheet, the row and the column.
    """
    sheets = read_sheets(content, (SURVEY, CHOICES, SETTINGS))
    rows = _survey_rows(sheets.get(SURVEY))
    choices, settings = sheets.get(CHOICES, []), _settings(sheets.get(SETTINGS, []))
    left = LeftBehind()
    items = list(items_of(rows, left))
    default = settings["default_language"] if settings else ""
    form = Form(lists_of(choices), tongues_of([*rows, *choices], default, left), left)
    start, thanks = _take(form, items, settings)
    for name in form.lists.keys() - form.used:
        left.add(CHOICES, 0, "", f"no question uses the list “{name}”.")
    note_columns([*rows, *choices, *([settings] if settings else [])], form.tongues, left)
    definition = Definition(start=start, questions=tuple(form.questions), thanks=thanks)
    for code, texts in form.translations.items():
        definition = translated(definition, code, texts)
    return Brought(check_survey(definition), left.sentences())


def _survey_rows(rows: Sequence[Row] | None) -> Sequence[Row]:
    if rows is None:
        raise BadFile(f"There is no sheet “{SURVEY}”: this workbook is no XLSForm.")
    for heading in ("type", "name"):
        if rows and heading not in rows[0].letters:
            raise BadFile(f"{SURVEY}, row 1: there is no column “{heading}”.")
    return rows


def _settings(rows: Sequence[Row]) -> Row | None:
    return rows[0] if rows else None


def _take(form: Form, items: Sequence[Item], settings: Row | None) -> tuple[Start, str]:
    """Take over every row, and return the first page and the last."""
    minutes = whole(settings[MINUTES]) if settings else None
    start = Start(
        title=settings["form_title"] if settings else "",
        minutes=USUAL_MINUTES if minutes is None else minutes,
    )
    thanks, place = "", 0
    while place < len(items):
        asked = asked_at(items, place)
        if asked:
            take_question(form, asked)
            place += asked.size
            continue
        item = items[place]
        place += 1
        if item.name == THANKS:
            thanks = form.text(item.row, "label", "thanks")
        elif form.questions and not item.name.startswith("start-"):
            words = form.tongues.text(item.row, "label")
            form.note(item.row, "", f"a text between the questions is left out: “{words}”")
        else:
            start = _told(form, item, start)
    return start, thanks


def _told(form: Form, item: Item, start: Start) -> Start:
    """Return the first page with what a row says on it."""
    if item.name == START_TITLE:
        return replace(start, title=form.text(item.row, "label", "start.title"))
    if item.name == START_LEAD:
        return replace(start, lead=form.text(item.row, "label", "start.lead"))
    if not item.name.startswith(START_POINT):
        form.note(item.row, "", "its words are now on the start page.")
    point = form.text(item.row, "label", f"start.points.{len(start.points)}")
    return replace(start, points=(*start.points, *([point] if point else [])))
