"""English words and what part of speech each mostly is: the lists that come with TextBlob."""

from functools import cache
from importlib.resources import files

WRITTEN_OFTEN = 3


@cache
def part_of_speech() -> dict[str, str]:
    """Return the commonest tag of each word (Penn Treebank: "NN" noun, "VBZ" verb, "IN" …)."""
    tags: dict[str, str] = {}
    for line in _listed("lexicon"):
        if line[:1].islower():
            word, tag = line.split()[:2]
            tags.setdefault(word.replace("'", ""), tag)
    return tags


@cache
def english_words() -> frozenset[str]:
    """Return the words that English books and papers use."""
    spelled = (line.split() for line in _listed("spelling") if line[:1].isalpha())
    often = {word.lower() for word, times in spelled if int(times) >= WRITTEN_OFTEN}
    return frozenset(often | part_of_speech().keys())


def _listed(name: str) -> list[str]:
    listed = files("textblob").joinpath(f"en/en-{name}.txt")
    return listed.read_text(encoding="utf-8").splitlines()
