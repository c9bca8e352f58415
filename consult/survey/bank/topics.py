"""What a question is about, matched with the priorities of a plan by the words they share."""

from collections.abc import Iterable, Mapping

# Stems that stand in the label or the text of a priority on this subject, and in few others.
STEMS: Mapping[str, tuple[str, ...]] = {
    "Money": ("poverty", "money"),
    "Feeling well": ("mental health", "resilien", "feel well", "wellbeing"),
    "Parents and carers": ("parenting", "help for parents", "support parents"),
    "Homes": ("housing", "home that", "good home", "stable home", "settled home", "their homes"),
    "Young carers": ("young carer",),
    "Things to do and safe places": ("things to do", "safe places", "leisure"),
    "Being heard": ("participation", "being heard", "have a say", "a say"),
    "Bullying": ("bullying",),
}


def code_for(topic: str, priorities: Iterable[tuple[str, str]]) -> str | None:
    """Return the code of the one priority, of (code, words), that is about a topic; else nothing.

    The label comes first in the words, so that a stem found early wins over one found late.
    """
    stems = STEMS.get(topic, ())
    found = [
        (words.casefold().find(stem), code)
        for code, words in priorities
        for stem in stems
        if stem in words.casefold()
    ]
    return min(found)[1] if found else None
