"""The themes report: every number comes again from its query, every quote is word for word."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from consult.errors import NotFound, RuleBroken
from consult.people.rules import Role
from consult.respond.models import Comment
from consult.respond.services import take_back
from consult.results.models import FrozenReport
from consult.results.rules.report import Block, Quote, Report, Statement, as_json, sections_from
from consult.results.rules.report_faults import BadIntroduction, loose_numbers, quoted_in
from consult.results.rules.report_sizes import safe_sizes
from consult.results.services import report as reports
from consult.results.services.report_counts import Counts
from consult.results.services.report_queries import answer
from consult.safeguarding.services import raise_concern
from consult.themes.services import (
    merge_themes,
    move_comments,
    nest_theme,
    read_as_youth_council,
    rename_theme,
)
from tests.builders import NOW, TODAY, make_consultation, make_user
from tests.results.reporting import Told, tell

Change = Callable[[Block], Block]


@pytest.fixture
def told(session: Session) -> Told:
    return tell(session)


def written(session: Session, told: Told, introduction: str = "") -> Report:
    return reports.write_report(
        session, told.consultation.id, introduction=introduction, today=TODAY
    )


def faults(session: Session, report: Report) -> list[str]:
    return [fault.why for fault in reports.check_report(session, report, today=TODAY)]


def changed(report: Report, change: Change) -> Report:
    sections = (
        replace(section, blocks=tuple(map(change, section.blocks))) for section in report.sections
    )
    return replace(report, sections=tuple(sections))


def said_in(report: Report, heading: str) -> list[str]:
    return [one.text for where, one in report.statements if where == heading]


def freeze(session: Session, told: Told, introduction: str = "") -> int:
    kept = reports.freeze_report(
        session,
        told.consultation.id,
        introduction,
        user_id=make_user(session).id,
        today=TODAY,
        now=NOW,
    )
    return kept.id


def test_a_board_member_reads_sizes_by_audience(session: Session, told: Told) -> None:
    report = written(session, told)
    assert [(one.level, one.heading.text) for one in report.sections] == [
        (2, "Who answered"),
        (2, "How the comments were read"),
        (2, "What people said"),
        (3, "Buses cost too much"),
        (4, "The last bus is too early"),
        (2, "What this cannot tell us"),
        (2, "Annex: themes not yet confirmed"),
        (2, "Annex: how this was done"),
    ]
    buses = said_in(report, "Buses cost too much")
    assert "Young people: 22 of the 30 who wrote (73%)." in buses
    assert "People do not agree here." in buses
    assert any("20 comments sounded negative, 6 mixed and 12 positive" in one for one in buses)
    read = said_in(report, "How the comments were read")
    assert "Comments that could be read: 54." in read
    assert "Ash Reed confirmed 1 of them, on 10 March 2027." in read


def test_three_quotes_and_one_that_disagrees_of_those_who_allow_it(
    session: Session, told: Told
) -> None:
    quotes = [one for where, one in written(session, told).quotes if where == "Buses cost too much"]
    assert [one.against for one in quotes] == [False, False, False, True]
    assert quotes[0].text == "I am young_person 1 and I mean it"
    every = [one.text for _, one in written(session, told).quotes]
    assert len(every) == len(set(every))
    assert not any(" 0 and" in one for one in every)


def test_what_it_writes_holds(session: Session, told: Told) -> None:
    assert faults(session, written(session, told)) == []


def test_a_planted_wrong_number_is_caught(session: Session, told: Told) -> None:
    def wrong(block: Block) -> Block:
        if isinstance(block, Statement) and "sounded negative" in block.text:
            first, *rest = block.figures
            return replace(block, figures=(replace(first, value="21"), *rest))
        return block

    (why,) = faults(session, changed(written(session, told), wrong))
    assert why.startswith("It says 21. The query tone_of_theme:")
    assert why.endswith("gives 20.")


def test_an_altered_quote_is_caught(session: Session, told: Told) -> None:
    def altered(block: Block) -> Block:
        if isinstance(block, Quote) and "young_person 1 " in block.text:
            return replace(block, text=block.text.replace("mean", "love"))
        return block

    (why,) = faults(session, changed(written(session, told), altered))
    assert why == "This is not what was written, word for word."


def test_the_quote_of_somebody_else_is_caught(session: Session, told: Told) -> None:
    def of_who_said_no(block: Block) -> Block:
        is_first = isinstance(block, Quote) and "young_person 1 " in block.text
        return replace(block, comment_id=told.comments[0].id) if is_first else block  # type: ignore[call-arg]

    (why,) = faults(session, changed(written(session, told), of_who_said_no))
    assert why == "This may not be quoted any more, or never might."


def take(session: Session, comment: Comment) -> None:
    take_back(session, comment.submission, today=TODAY)
    session.commit()


def hold(session: Session, comment: Comment) -> None:
    officer = make_user(session, Role.PARTICIPATION_OFFICER)
    raise_concern(session, comment.id, user_id=officer.id, now=NOW)


def forbid(session: Session, comment: Comment) -> None:
    comment.submission.may_quote = False
    session.commit()


@pytest.mark.parametrize("lose", [take, hold, forbid])
def test_words_that_may_not_be_quoted_any_more_are_gone_and_named(
    session: Session, told: Told, lose: Callable[[Session, Comment], None]
) -> None:
    number = freeze(session, told)
    gone = told.comments[1]
    words = gone.text
    lose(session, gone)
    report = reports.frozen_report(session, told.consultation.id, number)
    assert words not in [one.text for _, one in report.quotes]
    assert "This may not be quoted any more, or never might." in faults(session, report)


def test_a_frozen_report_stays_as_it_was_and_the_check_names_what_moved(
    session: Session, told: Told
) -> None:
    number = freeze(session, told)
    rename_theme(
        session, told.late.id, "Nothing runs at night", user_id=told.late.decided_by_id, now=NOW
    )  # type: ignore[arg-type]
    report = reports.frozen_report(session, told.consultation.id, number)
    assert "The last bus is too early" in [one.heading.text for one in report.sections]
    assert any("gives Nothing runs at night." in why for why in faults(session, report))


def test_a_frozen_report_holds_no_words_of_people(session: Session, told: Told) -> None:
    kept = session.get_one(FrozenReport, freeze(session, told))
    assert "mean it" not in str(kept.content)
    report = reports.frozen_report(session, told.consultation.id, kept.id)
    assert [one.text for _, one in report.quotes] == [
        one.text for _, one in written(session, told).quotes
    ]


@pytest.mark.parametrize(
    "change", ["UPDATE frozen_report SET content = '{}'", "DELETE FROM frozen_report"]
)
def test_nobody_changes_a_frozen_report(session: Session, told: Told, change: str) -> None:
    freeze(session, told)
    with pytest.raises(DatabaseError, match="append only"):
        session.execute(text(change))
    session.rollback()


def test_numbers_and_quotes_typed_by_hand_are_named(session: Session, told: Told) -> None:
    report = written(
        session,
        told,
        "{people_wrote:parent} parents wrote, and 99 came by bus.\n"
        "One said “I never ever said this”, another “I am parent 5 and I mean it”.",
    )
    assert said_in(report, "Introduction")[1].startswith("24 parents wrote")
    assert faults(session, report) == [
        "No query stands behind 99.",
        "No query stands behind 5.",
        "Nobody who lets us quote them wrote what stands in quotation marks.",
    ]


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("Over 1,200 wrote (38%).", ["1,200", "38%"]),
        ("Twenty of them, more than half.", ["Twenty", "half"]),
        ("Someone wrote often; nobody attended.", []),
    ],
)
def test_numbers_in_digits_and_in_words(sentence: str, numbers: list[str]) -> None:
    assert loose_numbers(sentence) == numbers


def test_a_word_or_two_in_quotation_marks_is_no_quote() -> None:
    assert quoted_in('The “big house” and "the old bus stop"') == ["the old bus stop"]


@pytest.mark.parametrize("typed", ["{people_wrote:grown_ups}", "{nothing}", "x" * 4001])
def test_an_introduction_that_cannot_stand(session: Session, told: Told, typed: str) -> None:
    with pytest.raises(BadIntroduction):
        written(session, told, typed)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "people_in_theme",
        "people_in_theme:0:parent",
        "people_in_theme:٣:parent",
        "people_in_theme:" + "9" * 5000 + ":parent",
        "tone_of_theme:1:loud",
        "day:id",
        "group:age:none",
        "name_of_person:1",
    ],
)
def test_queries_that_have_no_answer(session: Session, told: Told, query: str) -> None:
    def asks(block: Block) -> Block:
        if isinstance(block, Statement) and "sounded negative" in block.text:
            return replace(block, figures=tuple(replace(one, query=query) for one in block.figures))
        return block

    found = faults(session, changed(written(session, told), asks))
    assert len(found) == 3
    assert all("has no answer" in why for why in found)


def test_it_comes_back_from_what_is_kept(session: Session, told: Told) -> None:
    report = written(session, told, "Hello.")
    again = sections_from(as_json(report))
    assert [one.heading for one in again] == [one.heading for one in report.sections]
    assert list(replace(report, sections=again).statements) == list(report.statements)


def test_a_few_people_are_hidden_and_cannot_be_worked_out(session: Session, told: Told) -> None:
    report = written(session, told)
    assert "Parents and carers: hidden." in said_in(report, "The last bus is too early")
    # 18 of them stand in the broader theme on another page: 20 here would tell of the two.
    assert "Parents and carers: hidden." in said_in(report, "Buses cost too much")
    every = " ".join(one.text for _, one in report.statements)
    assert "of the 24 who wrote" not in every


@pytest.mark.parametrize(
    ("whole", "own", "inside", "shown"),
    [
        (40, 30, [20, 12], (40, (20, 12))),
        (40, 30, [38], (None, (38,))),  # two said it without the narrower one
        (33, 30, [3], (None, (None,))),
        (30, 30, [3], (30, (None,))),  # tells nothing of the three
        (40, 30, [4, 3, 3], (None, (None, None, None))),
        (34, 30, [4, 3, 3], (34, (None, None, None))),
        (3, 3, [], (None, ())),
        (98, 98, [], (None, ())),
    ],
)
def test_a_broader_theme_beside_narrower_ones(
    whole: int, own: int, inside: list[int], shown: tuple[Any, Any]
) -> None:
    sizes = safe_sizes(whole, own, inside, 100)
    assert (sizes.whole, sizes.inside) == shown


def test_the_youth_council_reads_a_theme_in_its_own_words(session: Session, told: Told) -> None:
    young = make_user(session, Role.YOUTH_COUNCIL_MEMBER)
    read_as_youth_council(
        session,
        told.buses.id,
        name="Stuck",
        words="2 buses a day is none.",
        agrees=False,
        user_id=young.id,
        now=datetime(2027, 3, 9, 12, tzinfo=UTC),
    )
    report = written(session, told)
    said = said_in(report, "Buses cost too much")
    assert "The youth council reads this differently (9 March 2027). It calls it Stuck." in said
    assert "In its words: 2 buses a day is none." in said
    assert faults(session, report) == []


def move(session: Session, told: Told) -> None:
    analyst = make_user(session).id
    move_comments(
        session, told.consultation.id, [told.comments[1].id], None, user_id=analyst, now=NOW
    )


def merge(session: Session, told: Told) -> None:
    analyst = make_user(session).id
    merge_themes(session, told.suggested.id, told.buses.id, user_id=analyst, now=NOW)


def put_elsewhere(session: Session, told: Told) -> None:
    nest_theme(session, told.late.id, None, user_id=make_user(session).id, now=NOW)


@pytest.mark.parametrize(
    "change",
    [
        lambda session, told: take(session, told.comments[1]),
        lambda session, told: hold(session, told.comments[1]),
        move,
        merge,
        put_elsewhere,
    ],
)
def test_how_comments_sounded_is_told_while_they_are_those_the_machine_read(
    session: Session, told: Told, change: Callable[[Session, Told], None]
) -> None:
    report = written(session, told)
    change(session, told)
    every = " ".join(one.text for _, one in written(session, told).statements)
    assert "sounded negative" not in every
    assert "People do not agree here." not in every
    assert any("not those that the machine last read" in why for why in faults(session, report))


@pytest.mark.parametrize("query", ["engine", "read_on"])
def test_nothing_is_known_of_a_machine_that_did_not_read(session: Session, query: str) -> None:
    with pytest.raises(NotFound):
        answer(Counts(session, make_consultation(session), TODAY), query)


def test_how_many_wrote_tells_nothing_of_a_few_who_did_not(session: Session, told: Told) -> None:
    hold(session, told.comments[2])
    report = written(session, told)
    who = said_in(report, "Who answered")
    assert who[who.index("Young person") :][:3] == ["Young person", "30", "hidden"]
    assert who[who.index("Parent or carer") :][:3] == ["Parent or carer", "24", "24"]
    assert "Young people: 21." in said_in(report, "Buses cost too much")
    assert faults(session, report) == []


def test_before_anything_is_confirmed(session: Session, told: Told) -> None:
    from consult.themes.services import set_aside_theme

    for theme in (told.buses, told.late):
        set_aside_theme(session, theme.id, user_id=theme.decided_by_id, now=NOW)  # type: ignore[arg-type]
    report = written(session, told)
    assert "No theme is confirmed yet, so there is nothing to lean on." in said_in(
        report, "What people said"
    )
    assert faults(session, report) == []


def test_a_report_is_published_once(session: Session, told: Told) -> None:
    number, consultation_id = freeze(session, told), told.consultation.id
    publisher = make_user(session).id
    assert reports.kept_reports(session, consultation_id, only_published=True) == []
    reports.publish_report(session, consultation_id, number, user_id=publisher, now=NOW)
    (kept,) = reports.kept_reports(session, consultation_id, only_published=True)
    assert kept.published_at == NOW
    with pytest.raises(RuleBroken, match="already"):
        reports.publish_report(session, consultation_id, number, user_id=publisher, now=NOW)
    with pytest.raises(NotFound):
        reports.publish_report(session, consultation_id + 1, number, user_id=publisher, now=NOW)
