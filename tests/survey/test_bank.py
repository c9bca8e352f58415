"""The question bank: one key in every wording, standards as they stand, nobody asked in vain."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit import AuditEntry
from consult.errors import NotFound, RuleBroken
from consult.people.rules import Role
from consult.survey.bank import (
    BankEntry,
    code_for,
    our_entries,
    read_entry,
    templates,
    write_entry,
)
from consult.survey.models import BankQuestion, Survey
from consult.survey.rules import Audience, Question, read_definition, write_definition
from consult.survey.rules.conditions import Chose, Every
from consult.survey.services import bank as banking
from consult.survey.services import survey_of
from consult.survey.services.wording import wording_of
from tests.builders import NOW, PASSWORD, make_consultation, make_survey, make_user
from tests.page import Browser, one

EVERYBODY = frozenset(Audience)
OWN = [entry for entry in our_entries() if entry.topic != "About you"]
AGE = {
    "key": "age_band",
    "type": "age_band",
    "title": "How old are you?",
    "options": [
        {"key": key, "label": key.replace("_", " to ")}
        for key in ("under_8", "8_10", "11_12", "13_15", "16_17", "18_19", "over_25")
    ],
}
KEEP = {
    "key": "favourite_bus",
    "type": "single",
    "title": "Which bus do you like best?",
    "priority": "P1",
    "options": [{"key": "red", "label": "The red one"}, {"key": "blue", "label": "The blue one"}],
}


@pytest.fixture
def officer(session: Session, browser: Browser) -> Browser:
    """A participation officer, signed in."""
    browser.sign_in(make_user(session, Role.PARTICIPATION_OFFICER).email, PASSWORD)
    return browser


def survey_for(session: Session, audience: Audience, *questions: dict[str, Any]) -> Survey:
    consultation = make_consultation(session, stage="designing")
    return make_survey(session, consultation, audience, questions=questions or [KEEP])


def add(session: Session, survey: Survey, key: str, **given: str) -> str:
    return banking.add_from_bank(session, survey.id, key, actor="user:1", now=NOW, **given)


def asked(session: Session, survey: Survey, key: str) -> Question:
    session.expire_all()
    question = survey_of(session, survey.id)[1].question(key)
    assert question
    return question


def said(question: Question) -> str:
    texts = (question.title, question.hint, *(option.label for option in question.options))
    return "\n".join(text if text.endswith(("?", ".")) else f"{text}." for text in texts if text)


def test_own_questions_have_three_wordings_with_one_key() -> None:
    assert len(OWN) >= 30
    assert {entry.topic for entry in OWN} == {
        "Money",
        "Feeling well",
        "Parents and carers",
        "Homes",
        "Young carers",
        "Things to do and safe places",
        "Being heard",
        "Bullying",
    }
    for entry in OWN:
        assert frozenset(entry.wordings) == EVERYBODY
        (questions,) = {tuple(q.key for q in wording) for wording in entry.wordings.values()}
        assert questions == (entry.key,)


def test_answers_have_one_key_in_every_wording() -> None:
    for entry in OWN:
        (_,) = {tuple(o.key for q in w for o in q.options) for w in entry.wordings.values()}
        (_,) = {tuple(q.type for q in w) for w in entry.wordings.values()}


def test_no_two_entries_share_a_key() -> None:
    keys = [entry.key for entry in our_entries()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("entry", OWN, ids=lambda entry: entry.key)
def test_own_questions_are_plain_and_raise_no_hints(entry: BankEntry) -> None:
    for audience, wording in entry.wordings.items():
        for question in wording:
            found = wording_of(said(question), audience=audience)
            assert found.is_plain, (audience, found.reading.age)
            assert found.hints == ()


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.key)
def test_model_surveys_are_plain_as_a_whole(template: Any) -> None:
    definition = template.definition
    start = (definition.start.lead, *definition.start.points, definition.thanks)
    text = "\n".join([*start, *map(said, definition.questions)])

    assert wording_of(text, audience=template.audience).is_plain


def test_an_entry_is_written_as_it_was_read() -> None:
    assert all(read_entry(write_entry(entry)) == entry for entry in our_entries())


def test_a_standard_says_its_name_its_version_and_its_codes() -> None:
    standards = {entry.key: entry.standard for entry in our_entries() if entry.standard}

    assert set(standards) == {"ethnic_group", "sex", "long_lasting"}
    for standard in standards.values():
        assert standard.name
        assert any(character.isdigit() for character in standard.version)
    assert len(standards["ethnic_group"].codes) == 18


def test_a_childs_variant_is_another_question() -> None:
    adults, children = (banking_entry(key) for key in ("long_lasting", "more_help"))

    assert (adults.least_age, children.most_age) == (16, 15)
    assert Audience.EASY_READ not in adults.wordings
    assert keys_of(adults).isdisjoint(keys_of(children))


def banking_entry(key: str) -> BankEntry:
    return next(entry for entry in our_entries() if entry.key == key)


def keys_of(entry: BankEntry) -> set[str]:
    return {question.key for wording in entry.wordings.values() for question in wording}


def test_prefer_not_to_say_is_an_answer_of_its_own() -> None:
    for entry in our_entries():
        if entry.about_you:
            for question in (q for wording in entry.wordings.values() for q in wording):
                assert question.options[-1].key == "rather_not_say"


@pytest.mark.parametrize("audience", Audience)
def test_a_question_keeps_its_key_in_every_survey(session: Session, audience: Audience) -> None:
    survey = survey_for(session, audience)

    assert add(session, survey, "better_play", priority="P1") == "better_play"
    question = asked(session, survey, "better_play")
    assert (question.priority, question.most, question.other) == ("P1", 3, True)
    assert session.scalars(select(AuditEntry.action)).all()[-1] == "add_from_bank"


def test_a_question_is_added_once(session: Session) -> None:
    survey = survey_for(session, Audience.PARENT)
    add(session, survey, "help_ease")

    with pytest.raises(RuleBroken, match="already"):
        add(session, survey, "help_ease")


def test_without_a_use_nothing_is_asked_about_the_people(session: Session) -> None:
    survey = survey_for(session, Audience.PARENT)

    with pytest.raises(RuleBroken, match="use the answers for"):
        add(session, survey, "ethnic_group", use=" . ")
    add(session, survey, "ethnic_group", use="see if the plan is fair to all.")

    first, second = (asked(session, survey, key) for key in ("ethnic_group", "ethnic_white"))
    assert first.hint == "We ask so that we can see if the plan is fair to all."
    assert second.hint == ""
    assert second.show_if == Chose("ethnic_group", ("white",))


def test_a_question_for_adults_is_asked_of_adults_only(session: Session) -> None:
    no_age = survey_for(session, Audience.YOUNG_PERSON)
    with pytest.raises(RuleBroken, match="age first"):
        add(session, no_age, "long_lasting", use="plan help")

    survey = survey_for(session, Audience.YOUNG_PERSON, AGE)
    add(session, survey, "long_lasting", use="plan help")
    add(session, survey, "more_help", use="plan help")

    old_enough = Chose("age_band", ("16_17", "18_19", "over_25"))
    assert asked(session, survey, "long_lasting").show_if == old_enough
    limited = Every((old_enough, Chose("long_lasting", ("yes",))))
    assert asked(session, survey, "activity_limited").show_if == limited
    under_16 = Chose("age_band", ("under_8", "8_10", "11_12", "13_15"))
    assert asked(session, survey, "more_help").show_if == under_16


def test_what_has_no_words_for_children_is_not_asked_of_them(session: Session) -> None:
    survey = survey_for(session, Audience.EASY_READ)
    with pytest.raises(RuleBroken, match="no wording for easy read"):
        add(session, survey, "sex", use="plan help")


def test_a_priority_of_elsewhere_is_refused(session: Session) -> None:
    with pytest.raises(RuleBroken, match="Choose a priority"):
        add(session, survey_for(session, Audience.PARENT), "help_ease", priority="P99")


def test_what_the_bank_does_not_hold_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        add(session, survey_for(session, Audience.PARENT), "how_tall")


def test_changed_words_are_the_standard_no_more(session: Session) -> None:
    survey = survey_for(session, Audience.PARENT)
    add(session, survey, "sex", use="plan help")

    def is_changed() -> bool:
        session.expire_all()
        found, definition = survey_of(session, survey.id)
        return banking.bank_page(session, found, definition, "sex").is_changed

    assert not is_changed()
    draft = write_definition(survey_of(session, survey.id)[1])
    draft["questions"][-1]["title"] = "Which sex are you?"
    survey.draft = draft
    session.commit()
    assert is_changed()


def test_kept_questions_join_their_wordings_by_the_key(session: Session) -> None:
    easy, parent = (
        survey_for(session, audience, KEEP) for audience in (Audience.EASY_READ, Audience.PARENT)
    )
    for survey in (easy, parent):
        banking.keep_in_bank(
            session, survey.id, "favourite_bus", "Best bus", actor="user:1", now=NOW
        )

    (row,) = session.scalars(select(BankQuestion))
    entry = banking.bank_entry(session, "favourite_bus")
    assert (row.name, entry.ours) == ("Best bus", True)
    assert set(entry.wordings) == {Audience.EASY_READ, Audience.PARENT}
    assert entry.wordings[Audience.PARENT][0].priority is None
    other = survey_for(session, Audience.PARENT, AGE)
    assert add(session, other, "favourite_bus") == "favourite_bus"


def test_a_question_of_the_bank_is_not_kept_again(session: Session) -> None:
    survey = survey_for(session, Audience.PARENT, {**KEEP, "key": "help_ease"})
    with pytest.raises(RuleBroken, match="already"):
        banking.keep_in_bank(session, survey.id, "help_ease", "Ours", actor="user:1", now=NOW)


def test_the_bank_is_searched_by_name_words_and_answers(session: Session) -> None:
    def found(words: str) -> set[str]:
        return {entry.key for entry in banking.bank_entries(session, words)}

    assert "better_play" in found("PARKS clean")
    assert found("gypsy") == {"ethnic_group"}
    assert found("young carer") > {"young_carers_help", "young_carer"}
    assert found("dragon") == set()
    assert len(found("")) == len(our_entries())


@pytest.mark.parametrize(
    ("topic", "code"), [("Bullying", "b"), ("Money", "a"), ("Homes", None), ("Weather", None)]
)
def test_a_topic_finds_its_priority_by_shared_words(topic: str, code: str | None) -> None:
    priorities = [("a", "Less poverty. So that bullying ends."), ("b", "Stop bullying.")]
    assert code_for(topic, priorities) == code


def searched(browser: Browser, survey: Survey, words: str) -> BeautifulSoup:
    return browser.open(f"/staff/surveys/{survey.id}/bank?search={words}")


def links(page: BeautifulSoup) -> list[str]:
    return [tag.get_text(strip=True) for tag in page.select("main .tasks a")]


def test_a_question_is_searched_looked_at_and_added(session: Session, officer: Browser) -> None:
    survey = survey_for(session, Audience.YOUNG_PERSON)
    page = searched(officer, survey, "bullying")
    assert "What would help stop bullying" in links(page)

    page = officer.open(f"/staff/surveys/{survey.id}/bank/stop_bullying")
    assert "What would help most to stop bullying?" in page.get_text()
    officer.submit(page, priority="P2")

    assert asked(session, survey, "stop_bullying").priority == "P2"
    assert "asks it already" in officer.open(f"/staff/surveys/{survey.id}/bank/stop_bullying").text


def test_what_is_missing_is_said_on_the_page(session: Session, officer: Browser) -> None:
    survey = survey_for(session, Audience.PARENT)
    page = officer.open(f"/staff/surveys/{survey.id}/bank/sex")
    assert "Census 2021" in page.text

    page = officer.submit(page, use="")
    assert "use the answers for" in one(page, ".errors").get_text()
    page = officer.submit(page, use="x" * 300)
    assert "200 characters or fewer" in one(page, ".errors").get_text()
    officer.submit(page, use="see if we heard from all")
    assert asked(session, survey, "sex").hint.endswith("see if we heard from all.")


def test_nothing_found_and_too_much_asked_are_told(session: Session, officer: Browser) -> None:
    survey = survey_for(session, Audience.PARENT)
    assert "No question fits" in searched(officer, survey, "dragon").get_text()
    assert links(searched(officer, survey, "x" * 5000))


def test_a_question_is_kept_from_the_page(session: Session, officer: Browser) -> None:
    survey = survey_for(session, Audience.PARENT, KEEP)
    page = officer.open(f"/staff/surveys/{survey.id}/questions/favourite_bus/keep")
    page = officer.submit(page, name="Best bus")

    assert "Best bus" in links(page)
    officer.open(f"/staff/surveys/{survey.id}/questions/nowhere/keep", status=404)
    officer.open(f"/staff/surveys/{survey.id}/bank/nowhere", status=404)


def test_what_the_bank_holds_can_be_asked_as_it_stands() -> None:
    for entry in our_entries():
        for wording in write_entry(entry)["wordings"].values():
            assert read_definition({"questions": wording}).questions
