"""What is known of a form while it is read: its lists, its languages, the questions so far."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from consult.survey.rules import END, Option, Question, key_from
from consult.survey.rules.definition import KEY, OPTION_KEY
from consult.survey.rules.piping import PLACE
from consult.survey.services.exchange.left_behind import LeftBehind
from consult.survey.services.exchange.understanding import Named
from consult.survey.services.exchange.xlsform.layout import ALONE, CHOICES, PICTURE
from consult.survey.services.exchange.xlsform.sheets import Row
from consult.survey.services.exchange.xlsform.tongues import Tongues

Keys = Mapping[str, str]

RENAMED = "the name “{}” is now “{}”: answers under the two do not come together."
NAMED = re.compile(r"\$\{\s*([^{}]+?)\s*\}")


@dataclass(slots=True)
class Form:
    """A form half read."""

    lists: Mapping[str, Sequence[Row]]
    tongues: Tongues
    left: LeftBehind
    questions: list[Question] = field(default_factory=list)
    names: dict[str, Named] = field(default_factory=dict)
    translations: dict[str, dict[str, str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def note(self, row: Row, heading: str, what: str) -> None:
        """Note that something of a row is left behind."""
        self.left.add(row.sheet, row.number, row.column(heading) if heading else "", what)

    def key_for(self, row: Row, name: str) -> str:
        """Return a key for a question: its name, where that is fit to be one."""
        taken = {question.key for question in self.questions}
        if KEY.fullmatch(name) and name != END and name not in taken:
            return name
        key = key_from(name, {*taken, END}, prefix="q_")
        self.note(row, "name", RENAMED.format(name, key))
        return key

    def text(self, row: Row, heading: str, path: str, *, piped: bool = False) -> str:
        """Return a text in the first language, and keep its translations."""
        text = self._understood(row, heading, self.tongues.text(row, heading), piped)
        for code, words in self.tongues.translations(row, heading).items():
            if text or heading == "label":
                written = self._understood(row, heading, words, piped)
                self.translations.setdefault(code, {})[path] = written
            else:
                self.note(row, heading, "it is left out: it is not there in the first language.")
        return text

    def _understood(self, row: Row, heading: str, text: str, piped: bool) -> str:
        """Return a text in which answers are taken over as we do it."""
        if not piped:
            return text
        if PLACE.search(text):
            self.note(row, heading, "“[[” is now “[ [”: else it would be the place of an answer.")
            text = text.replace("[[", "[ [")

        def place(found: re.Match[str]) -> str:
            named = self.names.get(found[1])
            if named is None:
                what = f"“{found[0]}” stays as it is: no such question is asked before it."
                self.note(row, heading, what)
                return found[0]
            return f"[[{named.question.key}]]"

        return NAMED.sub(place, text)

    def options(self, row: Row, list_name: str, key: str) -> tuple[tuple[Option, ...], Keys]:
        """Return the answers of a list, and the keys that the names of its choices became.

        Raises:
            BadFile: there is no such list.
        """
        if list_name not in self.lists:
            raise row.broken("type", f"there is no list “{list_name}” on the sheet {CHOICES}.")
        self.used.add(list_name)
        keys: dict[str, str] = {}
        options = tuple(self._option(choice, key, keys) for choice in self.lists[list_name])
        return options, keys

    def _option(self, row: Row, question_key: str, keys: dict[str, str]) -> Option:
        name = row["name"]
        key = option_key(name, keys.values())
        if key != name:
            self.note(row, "name", RENAMED.format(name, key))
        keys[name] = key
        label = self.text(row, "label", f"q.{question_key}.options.{key}")
        if not label:
            self.note(row, "label", "its name stands for it.")
        return Option(key, label or name, exclusive=row[ALONE] == "yes", picture=row[PICTURE])


def option_key(name: str, taken: Iterable[str]) -> str:
    """Return a key for an answer: its name, where that is fit to be one."""
    used = set(taken)
    return name if OPTION_KEY.fullmatch(name) and name not in used else key_from(name, used)


def lists_of(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Return the choices by the name of their list.

    Raises:
        BadFile: a choice has no name or no list, or stands twice in one.
    """
    lists: dict[str, list[Row]] = {}
    for row in rows:
        for heading in ("list_name", "name"):
            if not row[heading]:
                raise row.broken(heading, "it is empty.")
        before = lists.setdefault(row["list_name"], [])
        if row["name"] in {each["name"] for each in before}:
            raise row.broken("name", f"“{row['name']}” stands twice in this list.")
        before.append(row)
    return lists
