"""What is known of a LimeSurvey file while it is read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from consult.errors import BadFile
from consult.survey.rules import END, Option, Question, key_from
from consult.survey.rules.definition import KEY, OPTION_KEY
from consult.survey.rules.piping import PLACE
from consult.survey.services.exchange.left_behind import LeftBehind
from consult.survey.services.exchange.limesurvey.markup import plain
from consult.survey.services.exchange.limesurvey.sections import Entry, Row
from consult.survey.services.exchange.understanding import Named

NAMED = re.compile(r"\{([^{}]+)\}")
CODE = re.compile(r"([A-Za-z][A-Za-z0-9_]*)(?:\.(?:NAOK|value|shown|code))?")


@dataclass(slots=True)
class Draft:
    """A survey half read: its languages, its questions so far, what their codes have become."""

    base: str
    others: dict[str, str]
    left: LeftBehind
    questions: list[Question] = field(default_factory=list)
    names: dict[str, Named] = field(default_factory=dict)
    ticks: dict[str, tuple[str, str]] = field(default_factory=dict)
    translations: dict[str, dict[str, str]] = field(default_factory=dict)

    def note(self, row: Row, what: str) -> None:
        """Note that something of a row is left behind."""
        self.left.add(row.section, row.number, "", what)

    def text(self, entry: Entry, name: str, path: str) -> str:
        """Return a text of a thing in the first language, and keep its translations."""
        for language, code in self.others.items():
            if language in entry.texts:
                row = entry.texts[language]
                self.translations.setdefault(code, {})[path] = self.plain(row, row[name])
        row = entry.texts.get(self.base, entry.row)
        return self.plain(row, row[name])

    def plain(self, row: Row, text: str) -> str:
        """Return a text without HTML, with earlier answers taken over as we do it."""
        words, lost = plain(text)
        for what in sorted(lost):
            self.note(row, f"{what} is left out.")
        if PLACE.search(words):
            words = words.replace("[[", "[ [")

        def place(found: re.Match[str]) -> str:
            code = CODE.fullmatch(found[1])
            if code and code[1] in self.names and not self.names[code[1]].part:
                return f"[[{self.names[code[1]].question.key}]]"
            self.note(row, f"“{found[0]}” stays as it is: it is no earlier answer.")
            return found[0]

        return NAMED.sub(place, words)

    def key_for(self, row: Row, code: str) -> str:
        """Return a key for a question: its code in small letters, where that is fit to be one."""
        taken = {question.key for question in self.questions}
        key = code.lower()
        if not KEY.fullmatch(key) or key == END or key in taken:
            key = key_from(code, {*taken, END}, prefix="q_")
        self._renamed(row, code, key)
        return key

    def options(
        self, entries: Sequence[Entry], field_of_code: str, text: str, at: str
    ) -> Iterator[tuple[str, Option]]:
        """Yield the code and the option of each answer or part of a question."""
        taken: set[str] = set()
        for entry in entries:
            code = entry.row.needs(field_of_code)
            key = code.lower()
            if not OPTION_KEY.fullmatch(key) or key in taken:
                key = key_from(code, taken)
            taken.add(key)
            self._renamed(entry.row, code, key)
            label = self.text(entry, text, f"{at}.{key}")
            if not label:
                self.note(entry.row, "it has no words: its code stands for them.")
            yield code, Option(key, label or code)

    def _renamed(self, row: Row, code: str, key: str) -> None:
        if key != code.lower():
            self.note(row, f"the code “{code}” is now “{key}”.")
        elif key != code:
            self.left.add(row.section, 0, "", "codes are in small letters now.")


def whole(row: Row, name: str) -> int:
    """Return a field that holds a whole number; 0 where there is none.

    Raises:
        BadFile: it holds something else.
    """
    text = row[name] or "0"
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise BadFile(f"{row.section}, row {row.number}: “{name}” is no number.")
    return int(text)
