"""Groups side by side: what may be said, what may not, and nobody worked out."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from consult.disclosure import is_few
from consult.errors import NotFound
from consult.people.rules import Role
from consult.respond.models import Comment
from consult.results.rules.comparing import CrossTable
from consult.results.services import (
    changes_since,
    choices_of,
    cross_table,
    earlier_consultations,
    import_population,
    theme_table,
    weighted_question,
)
from consult.survey.models import Consultation
from consult.survey.rules import Audience
from tests.builders import (
    NOW,
    PASSWORD,
    QUESTIONS,
    TODAY,
    make_areas,
    make_comment,
    make_consultation,
    make_survey,
    make_survey_version,
    make_theme,
    make_user,
    version_for,
)
from tests.page import Browser
from tests.results.replies import say, times

EASE = "things_to_do_ease"
YES_NO = [{"key": "yes", "label": "Yes"}, {"key": "no", "label": "No"}]
MORE = [
    *QUESTIONS,
    {"key": "in_care", "type": "yes_no", "title": "Are you in care?", "options": YES_NO},
]
YOUNG, PARENT = Audience.YOUNG_PERSON, Audience.PARENT


@pytest.fixture
def consultation(session: Session) -> Consultation:
    make_areas(session)
    consultation = make_consultation(session)
    version = make_survey(session, consultation, questions=MORE)
    make_survey_version(session, version)
    return consultation


def readings(table: CrossTable) -> dict[str, str]:
    return {row.option_key: row.reading for row in table.rows if row.reading}


def counts(table: CrossTable) -> dict[str, list[int | None]]:
    return {row.option_key: [part.count for part in row.parts] for row in table.rows}


def test_parents_say_it_more_than_young_people(
    session: Session, consultation: Consultation
) -> None:
    young = [*times(38, **{EASE: "5"}), *times(62, **{EASE: "1"})]
    parents = [*times(71, **{EASE: "5"}), *times(29, **{EASE: "1"})]
    say(session, consultation, young)
    say(session, consultation, parents, PARENT)

    table = cross_table(session, consultation.id, EASE, today=TODAY)

    assert readings(table)["5"] == (
        "Parents and carers say this more than young people: "
        "71% against 38%, unlikely to be chance."
    )
    assert readings(table)["3"] == "No clear difference."
    parts = {row.option_key: row.parts for row in table.rows}["5"]
    assert [part.share_text for part in parts] == ["38% (29 to 48)", "71% (61 to 79)"]
    assert table.strength == "clearly"


def test_where_people_are_few_nothing_is_read_into_it(
    session: Session, consultation: Consultation
) -> None:
    say(session, consultation, times(100, **{EASE: "5"}))
    say(session, consultation, times(19, **{EASE: "1"}), PARENT)

    table = cross_table(session, consultation.id, EASE, today=TODAY)

    assert set(readings(table).values()) == {"Too few people to compare."}
    assert (table.compared, table.strength) == (0, "")


def test_one_of_many_areas_stands_against_all_the_others(
    session: Session, consultation: Consultation
) -> None:
    for area in ("saltby", "eastquay", "thornwick", ""):
        likes = 45 if area == "saltby" else 10
        replies = [*times(likes, **{EASE: "5"}), *times(60 - likes, **{EASE: "1"})]
        say(session, consultation, replies, area_key=area)

    table = cross_table(session, consultation.id, EASE, by="area", audience=YOUNG, today=TODAY)

    assert [group.label for group in table.groups] == [
        "Eastquay",
        "Saltby",
        "Thornwick",
        "Did not say",
    ]
    assert (
        "People in Saltby say this more than people in Eastquay: 75% against 17%"
        in (readings(table)["5"])
    )


def test_a_cross_table_read_the_other_way_hides_the_same(
    session: Session, consultation: Consultation
) -> None:
    say(session, consultation, times(40, **{EASE: "5"}, in_care="no"))
    say(session, consultation, times(2, **{EASE: "5"}, in_care="yes"))
    say(session, consultation, times(21, **{EASE: "1"}, in_care="no"))
    say(session, consultation, times(12, **{EASE: "1"}, in_care="yes"))
    say(session, consultation, times(9, **{EASE: "3"}, in_care="yes"))
    say(session, consultation, times(8, **{EASE: "3"}))

    one = cross_table(session, consultation.id, EASE, by="in_care", audience=YOUNG, today=TODAY)
    other = cross_table(session, consultation.id, "in_care", by=EASE, audience=YOUNG, today=TODAY)

    turned = [list(column) for column in zip(*counts(other).values(), strict=True)]
    assert [*counts(one).values()] == turned
    assert counts(one)["5"][0] is None
    shown = [count for row in counts(one).values() for count in row if count is not None]
    assert not any(map(is_few, shown))
    assert one.has_hidden


def test_what_is_left_of_a_group_over_all_audiences_is_hidden(
    session: Session, consultation: Consultation
) -> None:
    # Who has come by area is shown over everybody: 43 in Saltby. Two of them used easy read.
    for area, young, easy in (("saltby", 41, 2), ("eastquay", 30, 30), ("thornwick", 30, 28)):
        say(session, consultation, times(young, **{EASE: "5"}), area_key=area)
        say(session, consultation, times(easy, **{EASE: "5"}), Audience.EASY_READ, area_key=area)

    groups = {
        audience: cross_table(
            session, consultation.id, EASE, by="area", audience=audience, today=TODAY
        ).groups
        for audience in (YOUNG, Audience.EASY_READ)
    }

    bases = {key: [group.base for group in each[:3]] for key, each in groups.items()}
    assert bases[Audience.EASY_READ][1] is None
    assert bases[YOUNG][1] is None
    assert [*bases[YOUNG]].count(None) == 2


def test_several_choices_are_compared_one_by_one(
    session: Session, consultation: Consultation
) -> None:
    say(session, consultation, times(50, better_play="parks", in_care="yes"))
    say(session, consultation, times(30, better_play="parks", in_care="no"))
    say(session, consultation, times(70, better_play="clubs", in_care="no"))

    table = cross_table(
        session, consultation.id, "better_play", by="in_care", audience=YOUNG, today=TODAY
    )

    assert readings(table)["parks"] == (
        "Those who said “Yes” say this more than those who said “No”: "
        "100% against 30%, unlikely to be chance."
    )


def test_what_cannot_be_compared_is_not_found(session: Session, consultation: Consultation) -> None:
    choices = choices_of(session, consultation.id, None)
    assert choices.question == EASE
    assert {"audience", "age", "area", "setting", "in_care"} == set(choices.ways)
    for wrong in (
        {"question_key": "one_thing"},
        {"question_key": "area"},
        {"question_key": EASE, "by": EASE},
        {"question_key": EASE, "by": "better_play", "audience": YOUNG},
        {"question_key": EASE, "by": "shoe_size", "audience": YOUNG},
        {"question_key": EASE, "by": "age", "audience": PARENT},
    ):
        with pytest.raises(NotFound):
            cross_table(session, consultation.id, **wrong, today=TODAY)  # type: ignore[arg-type]


def test_themes_are_set_beside_groups_in_people(
    session: Session, consultation: Consultation
) -> None:
    buses = [make_comment(session, consultation) for _ in range(22)]
    parks = [make_comment(session, consultation, audience=PARENT) for _ in range(24)]
    session.add(
        Comment(submission_id=buses[0].submission_id, question_key="again", text="Buses, again")
    )
    session.commit()
    make_theme(session, consultation, comments=buses)
    make_theme(session, consultation, name="Clean parks", comments=[*parks, *buses[:7]])

    table = theme_table(session, consultation, today=TODAY)

    assert table is not None
    assert [group.base for group in table.groups] == [22, 24, 0]
    said = {row.label: [part.count for part in row.parts] for row in table.rows}
    assert said["Buses stop too early"][:2] == [15, 0]
    assert said["Clean parks"][:2] == [7, 24]
    by_area = theme_table(session, consultation, by="area", audience=YOUNG, today=TODAY)
    assert by_area is not None
    with pytest.raises(NotFound):
        theme_table(session, consultation, by="in_care", today=TODAY)


def last_year(session: Session) -> Consultation:
    earlier = make_consultation(session)
    earlier.opens_on -= timedelta(days=300)
    words = [{**QUESTIONS[0], "title": "Is there enough to do?"}, *QUESTIONS[1:]]
    words[0]["options"] = [
        {**option, "label": "Plenty" if option["key"] == "5" else option["label"]}
        for option in QUESTIONS[0]["options"]
    ]
    make_survey_version(session, make_survey(session, earlier, questions=words))
    return earlier


def test_change_since_last_time_shows_words_that_changed(
    session: Session, consultation: Consultation
) -> None:
    earlier = last_year(session)
    say(session, earlier, [*times(38, **{EASE: "5"}), *times(62, **{EASE: "1"})])
    say(session, consultation, [*times(71, **{EASE: "5"}), *times(29, **{EASE: "1"})])

    assert earlier_consultations(session, consultation) == [earlier]
    found = {each.key: each for each in changes_since(session, consultation, earlier.id, YOUNG)}

    ease = found[EASE]
    assert (ease.title, ease.was) == (QUESTIONS[0]["title"], "Is there enough to do?")
    lots = {row.option_key: row for row in ease.rows}["5"]
    assert (lots.label, lots.was, lots.change) == ("Lots", "Plenty", "+33 (+19 to +45)")
    assert lots.reading == (
        "More people say this than last time: 71% against 38%, unlikely to be chance."
    )
    assert "in_care" not in found
    assert earlier_consultations(session, earlier) == []
    with pytest.raises(NotFound):
        changes_since(session, earlier, consultation.id, YOUNG)


def come_unevenly(session: Session, consultation: Consultation) -> None:
    """Saltby: 80 came, half say lots; Eastquay: 20 came, 14 say lots. Nobody said their age."""
    saltby = [*times(40, **{EASE: "5"}), *times(40, **{EASE: "1"})]
    say(session, consultation, saltby, area_key="saltby")
    eastquay = [*times(14, **{EASE: "5"}), *times(6, **{EASE: "1"})]
    say(session, consultation, eastquay, area_key="eastquay")


def count_people(session: Session, *lines: str) -> None:
    text = "area,age_band,people,source,counted_on\n" + "".join(
        f"{line},County census,2026-06-30\n" for line in lines
    )
    import_population(session, text, actor="user:1", now=NOW)


@pytest.fixture
def by_area_only(session: Session) -> Consultation:
    make_areas(session)
    consultation = make_consultation(session)
    questions = [question for question in QUESTIONS if question["type"] != "age_band"]
    make_survey_version(session, make_survey(session, consultation, questions=questions))
    come_unevenly(session, consultation)
    return consultation


def test_answers_are_weighed_to_look_like_who_lives_here(
    session: Session, by_area_only: Consultation
) -> None:
    count_people(session, "saltby,13_15,500", "eastquay,13_15,500")

    found = weighted_question(session, by_area_only.id, EASE, audience=YOUNG, today=TODAY)

    lots = {row.option_key: row for row in found.rows}["5"]
    # Half of each place: (40/80 + 14/20) / 2. Kish: 100 replies are worth 64.
    assert (lots.part.percent, lots.percent) == (54, 60)
    assert found.weights is not None
    assert round(found.weights.design_effect, 4) == 1.5625
    assert lots.interval is not None
    assert lots.interval.percents == (48, 71)
    assert [line[2] for line in found.margins[0].lines] == [50, 50, None]


def test_weighing_is_refused_with_a_sentence(session: Session, by_area_only: Consultation) -> None:
    not_counted = weighted_question(session, by_area_only.id, EASE, audience=YOUNG, today=TODAY)
    assert "do not know yet how many people live here" in not_counted.why_not
    assert not_counted.weights is None

    count_people(session, "saltby,13_15,500", "eastquay,13_15,500", "thornwick,13_15,9")
    refused = weighted_question(session, by_area_only.id, EASE, audience=YOUNG, today=TODAY)
    assert refused.why_not == (
        "We cannot weigh: too few people answered, or we may not tell how many: Thornwick."
    )
    assert all(row.percent is None for row in refused.rows)

    version_for(session, by_area_only, PARENT)
    with pytest.raises(NotFound):
        weighted_question(session, by_area_only.id, EASE, audience=PARENT, today=TODAY)


def test_the_pages_open_and_refuse_what_is_not_there(
    session: Session, browser: Browser, by_area_only: Consultation
) -> None:
    last_year(session)
    count_people(session, "saltby,13_15,500", "eastquay,13_15,500")
    said = make_comment(session, by_area_only, area_key="saltby")
    make_theme(session, by_area_only, comments=[said])
    browser.sign_in(make_user(session, Role.BOARD_MEMBER).email, PASSWORD)
    here = f"/staff/consultations/{by_area_only.id}"

    assert "Show" in browser.open(f"{here}/compare?question={EASE}&by=area").get_text()
    assert "Everybody who wrote" in browser.open(f"{here}/theme-groups?by=area").get_text()
    assert "Then the question was" in browser.open(f"{here}/change").get_text()
    assert "The design effect is 1.5" in browser.open(f"{here}/weighted").get_text()
    for nothing in (
        "compare?question=none",
        "compare?by=none",
        "compare?who=none",
        "theme-groups?by=none",
        "theme-groups?who=none",
        "change?since=0",
        "change?who=none",
        "weighted?question=none",
    ):
        assert browser.client.get(f"{here}/{nothing}").status_code == 404


def test_a_consultation_without_answers_says_so(session: Session, browser: Browser) -> None:
    consultation = make_consultation(session)
    browser.sign_in(make_user(session, Role.ANALYST).email, PASSWORD)
    here = f"/staff/consultations/{consultation.id}"

    for page, words in (
        ("compare", "no question to compare yet"),
        ("theme-groups", "There are no themes yet."),
        ("change", "nothing to compare with yet"),
        ("weighted", "no question to weigh"),
    ):
        assert words in browser.open(f"{here}/{page}").get_text()


def test_a_local_manager_compares_nothing(session: Session, browser: Browser) -> None:
    consultation = make_consultation(session)
    browser.sign_in(make_user(session, Role.LOCAL_MANAGER).email, PASSWORD)
    for page in ("compare", "theme-groups", "change", "weighted"):
        answer = browser.client.get(f"/staff/consultations/{consultation.id}/{page}")
        assert answer.status_code == 403
