"""Take from comments the short clauses that could stand as the name of a theme."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from consult.analysis.dictionary import part_of_speech
from consult.analysis.wordlists import word_list

FEWEST, MOST = 3, 7
READ_EACH = 400
LONGEST_LEAD_IN = 7

_CLAUSES = re.compile(r"[.!?;:,()\n\"/]+|\s[-–—]\s")
_TOKEN = re.compile(r"[^\W_]+(?:['&-][^\W_]+)*")
_JOINING = frozenset(
    {"and", "but", "because", "cos", "coz", "cuz", "so", "when", "if", "while", "although"}
    | {"unless", "until", "which", "who", "whenever", "or", "then", "since"}
)
_OPENS = ("DT", "PRP", "NN", "JJ", "EX", "VBG", "CD")
_ORDERS = frozenset({"VB", "VBP"})
_OPENS_ALSO = frozenset({"too", "nowhere", "never", "more", "less", "only", "better"})
_NEVER_OPENS = frozenset(
    {"it", "its", "they", "this", "that", "these", "those", "he", "she", "them", "me", "us", "him"}
    | {
        "myself",
        "mine",
        "yours",
        "each",
        "both",
        "some",
        "any",
        "other",
        "others",
        "such",
        "let",
        "take",
    }
)
_HELPING = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "can", "could", "will", "would", "should"}
    | {"isnt", "arent", "wasnt", "werent", "hasnt", "havent", "cant", "couldnt", "wont", "doesnt"}
    | {"dont", "didnt", "am"}
)
_LINKS = frozenset({"IN", "TO", "PRP", "WDT", "CC"})
_WHY = frozenset({"why", "come"})
_ASKED = frozenset({"you", "i", "we", "they", "this", "these", "your"})
_EMPTY_HELPING = frozenset({"do", "does", "did"})
_PARTICLES = frozenset({"on", "off", "up", "out", "down", "away"})
_PERSONS = frozenset({"i", "im", "ive", "id", "ill", "youre", "youve"})
_CLOSES = ("NN", "VB", "JJ")
_CLOSES_ALSO = frozenset(
    {"again", "early", "enough", "late", "me", "online", "open", "outside", "properly", "quickly"}
    | {"together", "us", "working", "now", "here", "alone", "abroad", "everywhere"}
)
_NEVER_CLOSES = frozenset(
    {"am", "are", "be", "been", "being", "can", "could", "did", "do", "does", "get", "gets", "got"}
    | {"had", "has", "have", "having", "is", "let", "make", "many", "much", "my", "other", "said"}
    | {"same", "should", "some", "such", "think", "very", "want", "was", "were", "will", "would"}
    | {"put", "give", "take", "keep", "lot", "any", "im", "dont", "cant", "wont", "just", "really"}
    | {
        "more",
        "less",
        "few",
        "went",
        "lots",
        "bit",
        "isnt",
        "doesnt",
        "didnt",
        "most",
        "own",
        "say",
        "every",
        "able",
        "need",
        "needs",
        "using",
    }
)
_WISHES = frozenset({"more", "no", "not", "nowhere", "nothing", "nobody", "too", "less", "only"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A run of words as it was said, its plain words, and how well it stands alone (0 to 1)."""

    said: tuple[str, ...]
    plain: tuple[str, ...]
    form: float


def clauses_of(text: str, avoid: frozenset[str]) -> Iterator[Clause]:
    """Give the clauses of a folded text that begin and end well, without the words to avoid."""
    for part in _CLAUSES.split(text[:READ_EACH]):
        for said in _apart(_TOKEN.findall(part)):
            left = _without_frame(said)
            asks_why = not _WHY.isdisjoint(said[: len(said) - len(left)])
            told = _as_statement(left, asks_why=asks_why)
            for start, run in _runs(told):
                plain = _plain(run)
                is_whole = len(run) == len(told)
                stands = (
                    _opens(plain, start == 0) and _closes(plain) and not _asks_or_repeats(plain)
                )
                if stands and avoid.isdisjoint(plain):
                    yield Clause(tuple(run), plain, _form(plain, is_whole))


def _apart(said: Sequence[str]) -> Iterator[list[str]]:
    """Split at the words that join clauses; one at the very beginning asks or depends."""
    run: list[str] = []
    for at, word in enumerate(said):
        if at and word in _JOINING:
            yield run
            run = []
        else:
            run.append(word)
    yield run


def _without_frame(said: Sequence[str]) -> list[str]:
    """Drop "I think", "can we have" and the like from the beginning, and "please" at the end."""
    left = list(said)
    lead_ins = word_list("lead_ins")
    length = LONGEST_LEAD_IN
    while length:
        if len(left) > length and " ".join(_plain(left[:length])) in lead_ins:
            left, length = left[length:], LONGEST_LEAD_IN
        else:
            length -= 1
    return left[:-1] if len(left) > FEWEST and left[-1] == "please" else left


def _as_statement(said: list[str], *, asks_why: bool) -> list[str]:
    """Turn "(why) was my card declined" into "my card was declined".

    Who asks why takes it for a fact; no other question is made into a statement.
    """
    plain = _plain(said)
    if len(plain) < FEWEST or plain[0] not in _HELPING | {"does"}:
        return said
    end = _end_of_subject(plain)
    follows = tag_of(plain[end]) if end < len(plain) else "IN"
    if end == 1 or not asks_why or follows in _LINKS:
        return said
    if plain[0] == "does":
        return [*said[1:end], _with_s(said[end]), *said[end + 1 :]]
    return [*said[1:end], said[0], *said[end:]]


def _end_of_subject(plain: Sequence[str]) -> int:
    """Return where the subject of a question ends that begins with a helping verb."""
    tags = [tag_of(word) for word in plain]
    if tags[1] in {"PRP", "EX"}:
        return 2
    if tags[1] not in {"DT", "PRP$"}:
        return 1
    at = 2
    while at < len(tags) and tags[at].startswith(("JJ", "NN")):
        at += 1
        if tags[at - 1].startswith("NN") and at < len(tags) and tags[at].startswith("JJ"):
            break
    return at if tags[at - 1].startswith("NN") else 1


def _with_s(verb: str) -> str:
    if verb.endswith("y") and verb[-2:-1] not in "aeou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "x", "ch", "sh", "o")) else f"{verb}s"


def _runs(said: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Give the clause where it is short, and what may be cut out of it."""
    tags = [tag_of(word) for word in _plain(said)]
    for start in range(len(said)):
        if start and tags[start - 1] not in _LINKS:
            continue
        for end in range(start + FEWEST, min(start + MOST, len(said)) + 1):
            if _ends_at(end, said, tags) and (not start or not any(map(_is_verb, tags[start:end]))):
                yield start, list(said[start:end])


def _ends_at(end: int, said: Sequence[str], tags: Sequence[str]) -> bool:
    """Tell whether a clause may end there: at its end, or before "for", "to" and the like."""
    if end == len(said):
        return True
    return tags[end] in _LINKS and not _is_verb(tags[end - 1]) and said[end] not in _PARTICLES


def _is_verb(tag: str) -> bool:
    return tag.startswith(("VB", "MD"))


def _plain(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.replace("'", "") for word in said)


@cache
def tag_of(word: str) -> str:
    """Return the part of speech of a word without apostrophes; what is not known is a noun."""
    if word in _HELPING | _EMPTY_HELPING:
        return "MD"
    return "PRP" if word in _PERSONS else part_of_speech().get(word, "NN")


def _opens(plain: tuple[str, ...], is_start: bool) -> bool:
    """Tell whether a name may open so: with a thing, a person who does something, or an order."""
    first, tag, second = plain[0], tag_of(plain[0]), tag_of(plain[1])
    if first in _NEVER_OPENS or (len(first) == 1 and first != "i"):
        return False
    if tag.startswith("RB") and second.startswith(("VB", "MD")):
        return False
    if tag == "PRP":
        return second.startswith(("VB", "MD", "RB")) or first in {"im", "ive"}
    if tag in _ORDERS:
        return is_start and not second.startswith(("VB", "MD"))
    is_lack = first == "not" and second in {"all", "enough", "every"}
    return is_lack or tag.startswith(_OPENS) or first in _OPENS_ALSO


def _asks_or_repeats(plain: tuple[str, ...]) -> bool:
    """Tell whether words stand in the order of a question or only repeat ("do you take cards")."""
    return len(set(plain)) < len(plain) - 1 or any(
        helping in _HELPING | _EMPTY_HELPING and after in _ASKED
        for helping, after in pairwise(plain)
    )


def _closes(plain: tuple[str, ...]) -> bool:
    last, before = plain[-1], tag_of(plain[-2])
    if last in _PARTICLES:
        return before.startswith("VB")
    if last in _NEVER_CLOSES or len(last) == 1:
        return False
    return tag_of(last).startswith(_CLOSES) or last in _CLOSES_ALSO


def _form(plain: tuple[str, ...], is_whole: bool) -> float:
    """Weigh how well a clause says something by itself: a thing and what is said of it."""
    tags = [tag_of(word) for word in plain]
    has_thing = any(tag.startswith("NN") for tag in tags)
    verb_at = next((at for at, tag in enumerate(tags) if _is_verb(tag)), None)
    says = 0.5
    if verb_at is not None and any(tag.startswith(("NN", "PRP")) for tag in tags[:verb_at]):
        says = 0.6 if plain[0] in _PERSONS else 1.0
    elif verb_at is not None or plain[0] in _WISHES:
        says = 0.8
    return says * (1.0 if has_thing else 0.5) * (1.0 if is_whole else 0.7)
