"""A survey in other languages: what there is to translate, what is missing, what is out of date."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from consult.survey.rules.definition import Definition, Option, Question, Translation, Wording

ENGLISH = "en"
# The code of a language, and what it is called in that language and in English.
LANGUAGES = {
    ENGLISH: ("English", "English"),
    "cy": ("Cymraeg", "Welsh"),
    "pl": ("Polski", "Polish"),
    "ro": ("Română", "Romanian"),
    "ur": ("اردو", "Urdu"),
    "ar": ("العربية", "Arabic"),
    "bn": ("বাংলা", "Bengali"),
}
RIGHT_TO_LEFT = frozenset({"ur", "ar"})

Texts = dict[str, str]

# What a consultation says of itself, beside any survey of it.
ABOUT = (
    "title",
    "lead",
    "why",
    "what_can_change",
    "what_is_fixed",
    "who_reads",
    "who_decides",
    "contact",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One text to translate, and how its translation stands."""

    path: str
    source: str
    text: str = ""
    of: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether nothing has been written yet."""
        return not self.text.strip()

    @property
    def is_out_of_date(self) -> bool:
        """Whether the words it translates have changed since."""
        return not self.is_missing and self.of != self.source

    @property
    def mark(self) -> str:
        """What tells whether somebody else has changed the line, in English or translated."""
        return sha256(f"{self.source}\0{self.text}".encode()).hexdigest()[:12]


def texts_of(definition: Definition) -> Texts:
    """Return every text of a survey that people read, by its path."""
    texts = {"start.title": definition.start.title, "start.lead": definition.start.lead}
    texts |= {f"start.points.{i}": text for i, text in enumerate(definition.start.points)}
    for question in definition.questions:
        texts |= dict(_question_texts(question))
    texts["thanks"] = definition.thanks
    return {path: text for path, text in texts.items() if text.strip()}


def _question_texts(question: Question) -> Iterator[tuple[str, str]]:
    at = f"q.{question.key}"
    yield f"{at}.title", question.title
    yield f"{at}.hint", question.hint
    yield f"{at}.unit", question.unit
    for option in question.options:
        yield f"{at}.options.{option.key}", option.label
    for row in question.rows:
        yield f"{at}.rows.{row.key}", row.label


def lines_of(definition: Definition, language: str, more: Texts | None = None) -> list[Line]:
    """Return every text beside its translation; `more` are texts that stand outside the survey."""
    done = {text.path: text for text in _texts_in(definition, language)}
    return [
        Line(path, source, done[path].text, done[path].of) if path in done else Line(path, source)
        for path, source in (texts_of(definition) | (more or {})).items()
    ]


def _texts_in(definition: Definition, language: str) -> tuple[Translation, ...]:
    return next((w.texts for w in definition.wordings if w.language == language), ())


def languages_of(definition: Definition, more: Texts | None = None) -> tuple[str, ...]:
    """Return the languages people can be offered: English, and those that lack nothing."""
    whole = (
        wording.language
        for wording in definition.wordings
        if not any(
            line.is_missing or line.is_out_of_date
            for line in lines_of(definition, wording.language, more)
        )
    )
    return (ENGLISH, *whole)


def about_in(definition: Definition, language: str, about: Texts) -> Texts:
    """Return what a consultation says of itself, by name, in a language.

    In English where nothing is translated, or where the English has changed since.
    """
    done = {text.path: text for text in _texts_in(definition, language)}
    return {
        path.removeprefix("about."): done[path].text
        if path in done and done[path].of == source
        else source
        for path, source in about.items()
    }


def translated(
    definition: Definition, language: str, texts: Texts, more: Texts | None = None
) -> Definition:
    """Return the draft with these texts, by path, as part of its wording in a language.

    Empty ones are left out; each remembers the words it translates, as they are now.
    """
    sources = texts_of(definition) | (more or {})
    before = {text.path: text for text in _texts_in(definition, language)}
    kept = {path: text for path, text in before.items() if path not in texts}
    new = {
        path: Translation(path, text.strip(), sources[path])
        for path, text in texts.items()
        if text.strip() and path in sources
    }
    wording = Wording(language, tuple((kept | new).values()))
    others = tuple(w for w in definition.wordings if w.language != language)
    return replace(definition, wordings=(*others, wording) if wording.texts else others)


def in_language(definition: Definition, language: str) -> Definition:
    """Return a survey in a language, in English where a text is not translated."""
    texts = {text.path: text.text for text in _texts_in(definition, language)}
    if not texts:
        return definition
    start = definition.start
    return replace(
        definition,
        start=replace(
            start,
            title=texts.get("start.title", start.title),
            lead=texts.get("start.lead", start.lead),
            points=tuple(
                texts.get(f"start.points.{i}", point) for i, point in enumerate(start.points)
            ),
        ),
        questions=tuple(_in_language(question, texts) for question in definition.questions),
        thanks=texts.get("thanks", definition.thanks),
    )


def _in_language(question: Question, texts: Texts) -> Question:
    at = f"q.{question.key}"

    def of(options: tuple[Option, ...], what: str) -> tuple[Option, ...]:
        return tuple(replace(o, label=texts.get(f"{at}.{what}.{o.key}", o.label)) for o in options)

    return replace(
        question,
        title=texts.get(f"{at}.title", question.title),
        hint=texts.get(f"{at}.hint", question.hint),
        unit=texts.get(f"{at}.unit", question.unit),
        options=of(question.options, "options"),
        rows=of(question.rows, "rows"),
    )
