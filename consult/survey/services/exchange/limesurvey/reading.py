"""A LimeSurvey file read as a survey, with a sentence for each thing that is left behind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consult.errors import BadFile
from consult.survey.rules import ENGLISH, LANGUAGES, Definition, Start, translated
from consult.survey.services.exchange.json_files import check_survey
from consult.survey.services.exchange.left_behind import Brought, LeftBehind
from consult.survey.services.exchange.limesurvey.asking import SHUFFLED, Source, take_question
from consult.survey.services.exchange.limesurvey.draft import Draft, whole
from consult.survey.services.exchange.limesurvey.kinds import KINDS, NOT_HERE, TEXT_ONLY
from consult.survey.services.exchange.limesurvey.sections import (
    Entry,
    Row,
    Sections,
    entries,
    read_sections,
)

SETTINGS = "surveys_languagesettings"
READ = {
    "answers",
    "answer_l10ns",
    "groups",
    "group_l10ns",
    "questions",
    "question_l10ns",
    "subquestions",
    "question_attributes",
    "surveys",
    SETTINGS,
    # Relevance says the same.
    "conditions",
}
USED = {
    "max_answers",
    "maximum_chars",
    "min_num_value_n",
    "max_num_value_n",
    "exclude_all_others",
    *SHUFFLED,
}


def survey_from_limesurvey(content: bytes) -> Brought:
    """Read a survey from the bytes of a .lss file.

    Raises:
        BadFile: it cannot be read; the text names the line, or the section and the row.
    """
    sections = read_sections(content)
    left = LeftBehind()
    draft = _begun(sections, left)
    told: list[str] = []
    for source in _sources(sections, draft):
        if isinstance(source, Entry):
            _take_text(draft, source, told)
        else:
            take_question(draft, source)
    start, thanks = _told(sections, draft, told)
    _note_the_rest(sections, left)
    definition = Definition(start=start, questions=tuple(draft.questions), thanks=thanks)
    for code, texts in draft.translations.items():
        definition = translated(definition, code, texts)
    return Brought(check_survey(definition), left.sentences())


def _begun(sections: Sections, left: LeftBehind) -> Draft:
    surveys = sections.get("surveys", ())
    base = surveys[0]["language"] if surveys else ENGLISH
    spoken = [base, *(surveys[0]["additional_languages"].split() if surveys else ())]
    if _code(base) != ENGLISH:
        what = f"the survey begins in “{base}”. Its words now stand where English goes."
        left.add("surveys", 1, "", what)
    others: dict[str, str] = {}
    for language in spoken[1:]:
        code = _code(language)
        if code and code != ENGLISH:
            others[language] = code
        else:
            left.add("surveys", 1, "", f"the texts in “{language}” are left out.")
    left.add("surveys", 1, "", "its settings are left out: who may answer, mails, its looks.")
    return Draft(base, others, left)


def _code(language: str) -> str:
    code = language.partition("-")[0]
    return code if code in LANGUAGES else ""


@dataclass(frozen=True, slots=True)
class _Belongings:
    """What belongs to the questions of a file, by the number of the question."""

    parts: Mapping[str, Sequence[Entry]]
    answers: Mapping[str, Sequence[Entry]]
    attributes: Mapping[str, Mapping[str, str]]


def _sources(sections: Sections, draft: Draft) -> Iterator[Source | Entry]:
    """Yield the questions in their order; texts that ask nothing as they are."""
    groups = entries(sections, "groups")
    by_id = {group.row.needs("gid"): group for group in groups}
    if groups:
        draft.left.add("groups", 0, "", "groups are left out: each question has its own page.")
    questions = entries(sections, "questions")
    belongings = _belongings(sections, questions)
    for entry in sorted(questions, key=lambda entry: _order(entry, by_id)):
        row = entry.row
        code, kind = row.needs("title"), row.needs("type")
        if kind == TEXT_ONLY:
            yield entry
        elif kind in KINDS:
            qid = row.needs("qid")
            yield Source(
                entry,
                by_id[row["gid"]].row,
                KINDS[kind],
                belongings.parts.get(qid, ()),
                belongings.answers.get(qid, ()),
                belongings.attributes.get(qid, {}),
            )
        else:
            why = NOT_HERE.get(kind, f"there is no type “{kind}” here")
            draft.note(row, f"“{code}” is left out: {why}.")


def _order(entry: Entry, groups: Mapping[str, Entry]) -> tuple[int, int]:
    row = entry.row
    if row["gid"] not in groups:
        raise BadFile(f"{row.section}, row {row.number}: there is no group “{row['gid']}”.")
    return whole(groups[row["gid"]].row, "group_order"), whole(row, "question_order")


def _belongings(sections: Sections, questions: Sequence[Entry]) -> _Belongings:
    known = {entry.row.needs("qid") for entry in questions}
    attributes: dict[str, dict[str, str]] = {}
    for row in sections.get("question_attributes", ()):
        attributes.setdefault(row["qid"], {})[row["attribute"]] = row["value"]
    return _Belongings(
        _by_question(entries(sections, "subquestions"), "parent_qid", "question_order", known),
        _by_question(entries(sections, "answers"), "qid", "sortorder", known),
        attributes,
    )


def _by_question(
    found: Sequence[Entry], by: str, order: str, known: set[str]
) -> dict[str, list[Entry]]:
    together: dict[str, list[Entry]] = {}
    for entry in sorted(found, key=lambda entry: whole(entry.row, order)):
        qid = entry.row.needs(by)
        if qid not in known:
            what = f"there is no question “{qid}”."
            raise BadFile(f"{entry.row.section}, row {entry.row.number}: {what}")
        together.setdefault(qid, []).append(entry)
    return together


def _take_text(draft: Draft, entry: Entry, told: list[str]) -> None:
    words = draft.plain(entry.row, entry.texts.get(draft.base, entry.row)["question"])
    if draft.questions:
        draft.note(entry.row, f"a text between the questions is left out: “{words}”")
    elif words:
        draft.note(entry.row, "its words are now on the start page.")
        told.append(words)


def _told(sections: Sections, draft: Draft, told: Sequence[str]) -> tuple[Start, str]:
    """Return the first page and the last."""
    by_language = {row["surveyls_language"]: row for row in sections.get(SETTINGS, ())}
    row = by_language.get(draft.base) or Row(SETTINGS, 1, {})
    entry = Entry(row, by_language)
    welcome, description = "surveyls_welcometext", "surveyls_description"
    start = Start(
        title=draft.text(entry, "surveyls_title", "start.title"),
        lead=draft.text(entry, welcome if row[welcome] else description, "start.lead"),
        points=tuple(told),
    )
    if row[welcome] and row[description]:
        draft.note(row, f"the description is left out: “{draft.plain(row, row[description])}”")
    return start, draft.text(entry, "surveyls_endtext", "thanks")


def _note_the_rest(sections: Sections, left: LeftBehind) -> None:
    rows = sections.get("question_attributes", ())
    names = sorted({row["attribute"] for row in rows if row["value"]} - USED)
    if names:
        left.add("question_attributes", 0, "", f"these are left out: {', '.join(names)}.")
    for name, rows in sections.items():
        if name not in READ and rows:
            counted = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
            left.add(name, 0, "", f"this section is left out ({counted}).")
