"""README: what it names is there, what it promises can be walked."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from bs4 import BeautifulSoup
from flask import Flask

from consult.cli import COMMANDS, main
from consult.config import VARIABLES
from consult.db import db
from consult.demo import content
from consult.demo.county import PASSWORD
from consult.people.rules import POLICIES
from consult.respond.services import forget_published
from consult.web.limits import limiter
from tests.county import County, app_on, drop
from tests.page import Browser

TOP = Path(__file__).parents[2]
TEXT = (TOP / "README.md").read_text()
SITE = "http://127.0.0.1:8000"
MOST_BYTES_OF_A_PICTURE = 150_000


def section(heading: str) -> str:
    """Return what stands under a heading, up to the next of its kind or above."""
    level = heading.partition(" ")[0]
    _, found, rest = TEXT.partition(f"\n{heading}\n")
    assert found, f"README has no section {heading!r}"
    return re.split(rf"^#{{2,{len(level)}}} ", rest, flags=re.M)[0]


def first_cells(text: str) -> list[list[str]]:
    """Return what is in code marks in the first cell of each row of the tables."""
    rows = re.findall(r"^\| (`.+?) \|", text, flags=re.M)
    return [re.findall(r"`([^`]+)`", row) for row in rows]


def code() -> str:
    """Return everything in code marks, blocks and lines."""
    blocks = re.findall(r"```\w*\n(.*?)```", TEXT, flags=re.S)
    lines = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", TEXT, flags=re.S))
    return "\n".join([*blocks, *lines])


def test_each_make_target_is_there() -> None:
    makefile = (TOP / "Makefile").read_text()
    named = set(re.findall(r"(?:^|[\s=])make ([\w./]+)", code(), flags=re.M))

    assert {"run", "test", "bench"} <= named
    there = set(re.findall(r"^([\w./]+):(?!=)", makefile, flags=re.M))
    assert named - there == set()


def test_each_command_is_there_and_each_is_named() -> None:
    named = {
        (found[1], found[2])
        for found in re.finditer(r"(?:^|[\s/])consult ([a-z][\w-]*)(?: ([a-z]\w*)\b)?", code())
    }
    assert {name for name, _ in named} - set(COMMANDS) == set()
    context = click.Context(main)
    for name, then in named:
        command = main.get_command(context, name)
        if isinstance(command, click.Group):
            assert then in command.commands, (name, then)
    table = {cell[0].split()[1] for cell in first_cells(section("### Commands"))}
    assert table == set(COMMANDS)


def test_each_option_of_the_table_is_there() -> None:
    context = click.Context(main)
    for row in re.findall(r"^\| `consult .*$", section("### Commands"), flags=re.M):
        name = row.split("`")[1].split()[1]
        command = main.get_command(context, name)
        assert command is not None
        there = {flag for parameter in command.params for flag in parameter.opts}
        assert set(re.findall(r"`(--[\w-]+)`", row)) - there == set(), name


def test_the_settings_are_those_there_are_in_the_same_words() -> None:
    rows = re.findall(r"^\| `(CONSULT_\w+)` \| (.+) \|$", section("### Settings"), flags=re.M)

    assert dict(rows) == VARIABLES
    assert set(re.findall(r"CONSULT_\w+", TEXT)) == set(VARIABLES)


def test_each_folder_and_file_of_the_house_is_there() -> None:
    named = [path for cell in first_cells(section("## The house")) for path in cell]
    named += re.findall(r"`((?:consult|tests|templates|static)/[\w./]*)`", TEXT)

    made_later = {"screenshots/", "instance/consult.db*"}
    assert [path for path in named if path not in made_later and not (TOP / path).exists()] == []


def test_the_stations_stand_in_their_order_and_none_is_missing() -> None:
    rows = first_cells(section("## The house"))
    stations = [Path(row[0]).name for row in rows if (TOP / row[0] / "rules.py").exists()]
    layers = (TOP / "pyproject.toml").read_text().partition("layers = [")[2].partition("]")[0]
    order = [name for name in re.findall(r'"(\w+)"', layers) if name in stations]

    assert stations == order[::-1]
    rooms = {folder.parent.name for folder in (TOP / "consult").glob("*/rules.py")}
    assert set(stations) == rooms


def test_each_link_and_picture_is_there_and_pictures_are_small() -> None:
    links = re.findall(r"\]\(([^)]+)\)", TEXT)

    assert links
    for link in links:
        assert (TOP / link).is_file(), link
    for picture in (TOP / link for link in links if link.endswith(".png")):
        assert picture.stat().st_size <= MOST_BYTES_OF_A_PICTURE
    assert re.search(r"!\[[^\]]{40,}\]", TEXT), "the picture is not put into words"


def test_the_words_are_plain_and_british() -> None:
    assert not re.search(r"\b\w*(organiz|recogniz|behavior|favorite)\w*", TEXT, flags=re.I)
    assert "!" not in re.sub(r"!\[", "", TEXT)


def steps() -> Iterator[str]:
    """Return the steps of the walk."""
    walk = section("## Five minutes along the thread")
    yield from re.findall(r"^\d+\. .*?(?=^\d+\. |\Z)", walk, flags=re.M | re.S)


def addresses(step: str) -> list[str]:
    """Return the addresses of our own site that a step names."""
    return [found.rstrip(".,:") for found in re.findall(rf"{SITE}([\w/.:-]+)", step)]


def test_who_signs_in_on_the_walk_is_in_the_demo() -> None:
    there = {user["email"] for user in content.read("county.json")["users"]}
    walk = "".join(steps())

    named = set(re.findall(r"[\w.]+@saltshire\.example", walk))
    assert named
    assert named - there == set()
    assert PASSWORD in section("## Five minutes along the thread")


@pytest.fixture
def shown(county: County, tmp_path: Path) -> Iterator[Flask]:
    """An application on a copy of Saltshire; each request has a context of its own."""
    url = county.copy_to(tmp_path / "copy")
    app = app_on(tmp_path / "copy", url)
    forget_published()
    limiter.enabled = False
    yield app
    with app.app_context():
        db.engine.dispose()
    if county.server:
        drop(county.server, url)


@pytest.fixture
def people(shown: Flask, county: County) -> dict[str | None, Browser]:
    """Whoever signs in on the walk, and somebody who does not, each at a screen."""
    walk = "".join(steps())
    found: dict[str | None, Browser] = {None: Browser(shown.test_client())}
    for role, email in county.users.items():
        if email in walk:
            found[role] = Browser(shown.test_client())
            found[role].sign_in(email, county.password)
    return found


def test_every_page_of_the_walk_opens_and_says_what_the_walk_says(
    shown: Flask, county: County, people: dict[str | None, Browser]
) -> None:
    routes = shown.url_map.bind("localhost")
    for step in steps():
        pages: list[BeautifulSoup] = []
        for address in addresses(step):
            policy = POLICIES[str(routes.match(address, "GET")[0])]
            reader = next(role for role in people if policy is None or role in policy)
            pages.append(people[reader].open(address))
        if "/receipt" in step:
            child = people[None]
            pages.append(child.submit(child.open("/receipt"), code=county.receipt))
        said = " ".join(page.get_text(" ", strip=True) for page in pages)
        _title, *bold = re.findall(r"\*\*([^*]+)\*\*", step)
        assert [words for words in bold if words not in said] == [], step
