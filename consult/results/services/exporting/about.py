"""The codebook, and the README: what each column is, and what was left out and why."""

from collections.abc import Iterable, Iterator

from consult.disclosure import HIDDEN, THRESHOLD, shown
from consult.results.rules.exporting import HIDDEN_KEY, Column, Kind
from consult.results.services.exporting.gathering import Outgoing
from consult.results.services.exporting.voicing import values_of

CODEBOOK_HEADINGS = (
    "column",
    "question_key",
    "question",
    "option_key",
    "option",
    "what_stands_there",
    "code",
    "label",
    "number_in_spss",
    "who_was_asked",
    "hidden_where_few_share_it",
)
IN_CELLS = {
    Kind.TEXT: "a code",
    Kind.CHOICE: "one of the codes",
    Kind.CHOSEN: "1 chosen, 0 not chosen; empty: did not answer, or was not offered it",
    Kind.PLACE: "its place, 1 is first; empty: not placed",
    Kind.AMOUNT: "a number",
    Kind.DAY: "a month, such as 2027-03; a day where nothing is hidden",
    Kind.WORDS: "what somebody wrote",
    Kind.THEME: "1 if their words are in the theme, 0 if not; empty: no words",
}

README = """{title}
{line}

Made on {made_on}. {rows} replies, one row each, in an order of no meaning.

Files
-----
{files}

The columns are explained in codebook.csv. A column keeps its name and its place for ever: it is
named by the key of the question, and of the option or statement where there are several. What is
asked later is added behind. Only the columns of themes stand behind those.

What is not in these files
--------------------------
- Replies that were taken back, and photos and voice notes.
- Who answered, how to reach them, when they answered, their receipt codes.
- Words that the safeguarding lead holds.
{kept_back}
What is marked
--------------
- Late replies (column late). Those that are not counted have no words here.
- What a group said together (column spoken_by): one row a group, not a person.

{hiding}
An empty cell: the question was not asked, or not answered. "Rather not say" is an answer; in SPSS
it is -1 and "hidden" is -2, both set as missing.

If you quote somebody, say no more than which survey they answered and their age band. Look at
may_quote first. These are people who chose to answer: they are no sample of everybody.
"""
RULE = """How small groups are hidden
---------------------------
The rule is k-anonymity with k = {least}, over these characteristics together:
{traits}

A combination of them stands here only where at least {least} people of the same survey share it.
Where fewer do, the characteristics are hidden (they say "{hidden}", or "{code}" where there are
codes), the last in this list first, until {least} share what is left. Where those left alone even
then are fewer than {least}, others are hidden with them. {left_out}
Beside words that somebody wrote stand the survey and their age band alone: the reply's other
characteristics are hidden. So it is in every file, also where the words themselves are not.

How many replies a characteristic is hidden in:
{counts}

Do not put these files beside others to find out who somebody is.
"""
NO_RULE = """Small groups are NOT hidden here
--------------------------------
This is for whoever may have it, for the reason they wrote down. Single people can be known by what
they answered. Do not pass it on. Publish no count of fewer than {least} people.
"""


def codebook_rows(columns: Iterable[Column]) -> Iterator[tuple[str, ...]]:
    """Yield the heading, then a row for each code of each column, or one where it has no codes."""
    yield CODEBOOK_HEADINGS
    for column in columns:
        start = (
            column.name,
            column.question_key,
            column.title,
            column.part_key,
            column.part,
            IN_CELLS[column.kind],
        )
        end = column.asked, "yes" if column.trait else "no"
        for value in values_of(column):
            yield *start, value.key, value.label, str(value.number), *end
        if not values_of(column):
            yield *start, "", "", "", *end


def readme(outgoing: Outgoing, files: Iterable[tuple[str, str]]) -> str:
    """Return what to know before using the files, and what was hidden."""
    return README.format(
        title=outgoing.title,
        line="=" * len(outgoing.title),
        made_on=outgoing.made_on.isoformat(),
        rows=shown(outgoing.rows),
        files="\n".join(f"- {name}: {what}" for name, what in files),
        kept_back=_kept_back(outgoing),
        hiding=_hiding(outgoing),
    )


def _kept_back(outgoing: Outgoing) -> str:
    if outgoing.is_raw:
        return ""
    count = shown(outgoing.words_kept_back)
    return f"- Words whose writers asked us to count them and not to quote them: {count}.\n"


def _hiding(outgoing: Outgoing) -> str:
    if outgoing.is_raw:
        return NO_RULE.format(least=THRESHOLD)
    names = [outgoing.columns[at].name for at in outgoing.traits]
    left_out = f"Surveys that fewer than {THRESHOLD} people answered\nare left out whole"
    return RULE.format(
        least=THRESHOLD,
        hidden=HIDDEN,
        code=HIDDEN_KEY,
        traits="\n".join(f"- {name}" for name in ("audience", *names)),
        left_out=f"{left_out}: {shown(outgoing.left_out)} replies.\n",
        counts="\n".join(f"- {name}: {shown(outgoing.hidden.get(name, 0))}" for name in names),
    )
