"""Comments find the priorities they bear on, in the words of a plan; or none."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consult.analysis.codebook import field_codebook
from consult.analysis.priorities import Described, bearings, subjects, suggest
from consult.themes.commands.priorities import priorities

PLAN = [
    Described("A", "", "To lift families out of poverty and soften what low income does."),
    Described("B", "", "Better emotional well-being and mental health, so that all can cope."),
    Described("C", "", "Places to go and things to do in young people's spare time."),
    Described("D", "", "To make bullying rarer, and less harmful when it happens."),
    Described("E", "", "More young carers known, supported and doing well at school."),
]


def best(text: str, plan: list[Described] = PLAN) -> str | None:
    (found,) = suggest([text], plan)
    return found[0].code if found else None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mum skips tea so we can eat", "A"),
        ("I get so anxious I cannot breathe and there is nobody to tell", "B"),
        ("the youth club shut and now we just hang round the car park", "C"),
        ("they call me names in the group chat every night", "D"),
        ("I look after my dad so I am always late for school", "E"),
        ("the last bus goes at six so I never get to training", "C"),
    ],
)
def test_a_comment_finds_its_priority_without_sharing_a_word(text: str, code: str) -> None:
    assert best(text) == code


@pytest.mark.parametrize("text", ["", "n/a", "nothing", "banana", "hello I am seven"])
def test_what_says_nothing_bears_on_none(text: str) -> None:
    assert best(text) is None


def test_a_subject_no_priority_speaks_of_bears_on_none() -> None:
    assert best("please mend the pavement and slow the cars by the crossing") is None
    roads = Described("F", "Safer roads", "Slower traffic and safe ways to walk and cycle.")
    assert best("please mend the pavement and slow the cars by the crossing", [*PLAN, roads]) == "F"


def test_at_most_three_are_suggested_best_first() -> None:
    (found,) = suggest(["no money for the club, and the other kids laugh at me for it"], PLAN)

    assert 1 <= len(found) <= 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_quotes_under_a_priority_do_not_drown_what_it_says() -> None:
    quoted = Described("D", "", PLAN[3].text, quotes=("the bus is late", "no bus on sundays"))

    assert best("they call me names in the group chat", [*PLAN[:3], quoted]) == "D"
    assert best("the bus is late again", [*PLAN[:3], quoted]) == "C"


def test_every_theme_of_the_codebook_has_its_bearing() -> None:
    keys = {theme.key for theme in field_codebook().themes}

    assert set(subjects()) == keys
    assert {other for subject in subjects().values() for other in subject.near} <= keys
    assert (bearings(field_codebook(), PLAN).sum(axis=1) <= 1).all()


def test_nothing_is_suggested_where_there_is_nothing() -> None:
    assert suggest([], PLAN) == []
    assert suggest(["buses"], []) == [()]


def run(plan: Path, *words: str) -> Result:
    typed = "text\nthey call me names in the group chat\nn/a\n"
    return CliRunner().invoke(priorities, ["-", "--priorities", str(plan), *words], input=typed)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    rows = "".join(f'{one.code},{one.title},"{one.text}"\n' for one in PLAN)
    path.write_text(f"code,title,text\n{rows}", encoding="utf-8")
    return path


def test_the_json_is_what_other_programs_rely_on(plan: Path) -> None:
    out = json.loads(run(plan, "--json").stdout)

    assert list(out) == ["suggested"]
    assert out["suggested"][0][0]["code"] == "D"
    assert set(out["suggested"][0][0]) == {"code", "score"}
    assert out["suggested"][1] == []


def test_the_table_counts_priorities_and_shows_each_comment(plan: Path) -> None:
    out = run(plan).stdout

    assert "2 comments, 1 that bear on none" in out
    assert "they call me names in the group chat  →  D" in out


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("code,title\n1,Buses\n", "has no column “text”"),
        ("code,title,text\n1,Buses,\n1,Parks,\n", "row 2, column “code”"),
        ("code,title,text\n1,,\n", "row 1, column “text”"),
        ("code,title,text\n", "no row under its heading"),
    ],
)
def test_bad_priorities_are_named_by_file_row_and_column(
    tmp_path: Path, written: str, said: str
) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(written, encoding="utf-8")
    result = run(path)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert str(path) in result.stderr
    assert said in result.stderr
