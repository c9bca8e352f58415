"""Forms as pages show them: what they ask, where they are sent, and whether typed words stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

TOKEN = "csrf_token"
TYPED = {"text", "search", "email", "textarea"}
CHOSEN = {"select", "radio", "checkbox"}
PRESSED = {"submit", "button", "reset", "image"}
WORDS = "Otters matter"
USUAL = {"date": "2031-03-31", "number": "3"}

Fields = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Control:
    """What a form asks under one name."""

    name: str
    kind: str
    values: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def is_token(self) -> bool:
        """Whether it is the token against forgery."""
        return self.name.endswith(TOKEN)

    def answered(self, words: str) -> list[str]:
        """Return what somebody sends who answers everything."""
        if self.kind in TYPED or self.kind == "password":
            return [words]
        if any(self.values):
            return list(self.values)
        if self.kind in USUAL:
            return [USUAL[self.kind]]
        return [option for option in self.options if option][:1] or list(self.values)


@dataclass(frozen=True, slots=True)
class Form:
    """A form on a page: who meets it where, where it is sent, what it asks."""

    role: str | None
    page: str
    action: str
    controls: tuple[Control, ...]

    @property
    def has_token(self) -> bool:
        """Whether it is sent in the name of somebody."""
        return any(control.is_token for control in self.controls)

    @property
    def boxes(self) -> tuple[str, ...]:
        """The names of the boxes that take words, but for passwords."""
        return tuple(control.name for control in self.controls if control.kind in TYPED)

    def filled_in(self, words: str = WORDS) -> Fields:
        """Return the form as somebody sends it who answers everything, in these words."""
        return {control.name: control.answered(words) for control in self.controls}

    def with_each(self, kinds: set[str], *answers: str) -> Fields:
        """Return the form filled in, with the same answers in all controls of some kinds."""
        return {**self.filled_in(), **self.answers(kinds, *answers)}

    def answers(self, kinds: set[str], *answers: str) -> Fields:
        """Return the same answers for all controls of some kinds."""
        changed = [each for each in self.controls if each.kind in kinds and not each.is_token]
        return {each.name: list(answers) for each in changed}

    def with_token(self, *tokens: str) -> Fields:
        """Return the form filled in, with another token against forgery or none."""
        names = [each.name for each in self.controls if each.is_token]
        return {**self.filled_in(), **{name: list(tokens) for name in names}}

    def emptied(self) -> Fields:
        """Return the form with nothing answered, token and all."""
        return {
            each.name: list(each.values) if each.is_token else [""]
            for each in self.controls
            if each.kind not in {"radio", "checkbox"}
        }


def forms_on(page: BeautifulSoup, role: str | None, path: str) -> Iterator[Form]:
    """Return the forms of a page that change something."""
    for form in page.select("form[method=post]"):
        buttons = form.select("button[formaction]")
        actions = [form.get("action") or path, *(button["formaction"] for button in buttons)]
        for action in actions:
            yield Form(role, path, str(action), tuple(_controls(form)))


def _controls(form: Tag) -> Iterator[Control]:
    together: dict[str, list[Tag]] = {}
    for tag in form.select("input[name], textarea[name], select[name]"):
        if tag.get("type") not in PRESSED:
            together.setdefault(str(tag["name"]), []).append(tag)
    for name, tags in together.items():
        kind = tags[0].name if tags[0].name != "input" else str(tags[0].get("type", "text"))
        options, chosen = _choices(kind, tags)
        yield Control(name, kind, tuple(map(value_of, chosen)), tuple(map(value_of, options)))


def _choices(kind: str, tags: list[Tag]) -> tuple[list[Tag], list[Tag]]:
    """Return what can be chosen and what the page holds already."""
    if kind not in CHOSEN:
        return [], tags
    if kind == "select":
        options = tags[0].select("option")
        return options, [each for each in options if each.has_attr("selected")] or options[:1]
    return tags, [tag for tag in tags if tag.has_attr("checked")]


def value_of(tag: Tag) -> str:
    """Return what a control, or a choice of one, would send."""
    if tag.name == "textarea":
        return tag.get_text().removeprefix("\n")
    if tag.name == "option":
        return str(tag.get("value", tag.get_text()))
    return str(tag.get("value", "on" if tag.get("type") in CHOSEN else ""))


def standing(page: BeautifulSoup, name: str) -> set[str]:
    """Return what stands in the boxes of a page under a name, or in the one to copy from.

    Boxes that differ only by their number are one list: in it, words may move up.
    """
    named = re.compile(re.sub(r"\d+", r"\\d+", re.escape(name)))
    boxes = page.find_all(["input", "textarea"])
    return {
        value_of(box)
        for box in boxes
        if named.fullmatch(str(box.get("name"))) or box.get("id") == "typed"
    }
