"""The shapes of sentences that push, puzzle or ask two things at once."""

import re
from dataclasses import dataclass

from consult.analysis.wordlists import word_list


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape of words, why it is in the way, and what to try."""

    pattern: re.Pattern[str]
    why: str
    instead: str = ""


def _rule(pattern: str, why: str, instead: str = "") -> Rule:
    return Rule(re.compile(pattern.replace("n't", "n['’]t"), re.IGNORECASE), why, instead)


def _any(name: str) -> str:
    """Match any entry of a list, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(word_list(name), key=len, reverse=True)))})"


_HELPER = r"(?:do|does|did|is|are|was|were|have|has|had|can|could|would|should|will|shall)"
_WHO = r"(?:you|they|it|there|we|he|she|your|our|the|this|that|people|staff|children)"
_ASKED = r"(?=[^?]*\?)"
# Questions whose answer is yes or no, or a place on a scale.
_CLOSED = (
    rf"^(?:{_HELPER}|how (?:easy|hard|often|well|much|safe|happy|satisfied|sure|likely|useful|good"
    r"|important|clear|clean|helpful|friendly|confident|comfortable))\b"
)
_OWN = r"(?:the|your|our|their|its|his|her|a|an)"
_QUALITY = rf"(?:(?:enough|too|very|really|quite) )?{_any('qualities')}"

_TWO = "It asks two things at once. Someone may say yes to one and no to the other."
_SPLIT = "two questions"

# Some pairs are one thing.
ONE_THING = re.compile(
    rf"\b(?:{_any('one_thing_in_two_words')}|between \w+ and|both \w+ and)\b", re.IGNORECASE
)
# Two questions at once. Three things in a row are a list of answers, so commas end the search.
DOUBLE = (
    _rule(rf"\band (?:how|why|what)\b{_ASKED}", _TWO, _SPLIT),
    _rule(rf"\band {_HELPER} {_WHO}\b{_ASKED}", _TWO, _SPLIT),
    _rule(
        rf"{_CLOSED}[^,?]*? (?:{_QUALITY}|easy to \w+(?: \w+)?) and {_QUALITY}(?=\?| (?:to|for|in|"
        r"at|on|when|after|before|here|near|about|by|with|there|during|around|from|now)\b)",
        _TWO,
        _SPLIT,
    ),
    _rule(
        rf"^how {_QUALITY} and {_QUALITY} (?:is|are|was|were|do|does|did)\b[^?]*\?", _TWO, _SPLIT
    ),
    _rule(
        rf"{_CLOSED}[^,?]*\b(?:with|about|of|by|find|use|like|trust|know) {_OWN} "
        rf"[\w'’-]+(?: [\w'’-]+)? and {_OWN} [^?]*\?",
        _TWO,
        _SPLIT,
    ),
    _rule(rf"{_CLOSED}[^,?]* and (?:\w+ly )?{_any('doings')}\b[^?]*\?", _TWO, _SPLIT),
    _rule(r"^I \w+ [^,.]*\band I \w+", _TWO, "two statements"),
)

_PUSHES = "It tells people what to answer."
LEADING = (
    _rule(
        r"\b(?:do|would|should|could|are|is|did|have)n't (?:you|it|we|they)\b" + _ASKED,
        _PUSHES,
        "a question without not",
    ),
    _rule(r"\b(?:do|would|should|are) you not\b" + _ASKED, _PUSHES, "a question without not"),
    _rule(
        rf"\bhow {_any('leaning_words')}\b(?! or\b){_ASKED}",
        _PUSHES,
        "“how good or bad”, or a word that leans to neither side",
    ),
    _rule(rf"\b{_any('pushing_words')}\b", _PUSHES, "the question by itself"),
    _rule(
        r"\b(?:most|many|sensible|good|caring) (?:people|parents|families|young people|residents) "
        r"(?:agree|think|believe|support|want|say)\b",
        _PUSHES,
        "the question by itself",
    ),
    _rule(
        r"\b(?:do|would) you (?:agree|accept|support|welcome|back)\b(?! (?:or|to|up)\b)"
        rf"(?![^?]*\bor (?:disagree|not|oppose|against)\b){_ASKED}",
        "It names one side only, and most people say yes.",
        "“how much do you agree or disagree”",
    ),
    _rule(
        r", (?:\w+n't (?:it|they|you|we|he|she)|right|correct)\?",
        _PUSHES,
        "the question by itself",
    ),
    _rule(
        rf"\b(?:our|your|the|this|these|its|their) (?:\w+ )?{_any('praise_and_blame')}\b",
        "It praises or blames before people can say what they think.",
        "the name of the thing only",
    ),
    _rule(
        r"\bwhat do you (?:most )?(?:love|hate|dislike|enjoy) (?:most )?about\b"
        r"|\bwhy do you (?:like|love|hate|support|oppose|prefer)\b|\bhow much (?:better|worse)\b",
        "It takes for granted how people feel.",
        "“what do you think about”",
    ),
)

_NO = r"(?:not|never|no|nobody|disagree|oppose|cannot|unhappy|\w+n't)"
_NO_AGAIN = (
    r"(?:not|never|no|nobody|nothing|none|neither|cannot|without|unless|hardly|disagree|oppose|"
    r"unlikely|unhappy|unsafe|unfair|unclear|unwilling|impossible|\w+n't)"
)
NEGATIVE = (
    _rule(
        rf"\b{_NO}(?: (?!so\b|but\b|and\b|or\b)[\w'’-]+){{0,5}}? {_NO_AGAIN}\b",
        "Two words for no in one sentence: yes and no are easily mixed up.",
        "the same without not",
    ),
    _rule(
        rf"^(?:{_HELPER}|\w+n't)\b[^?]*?(?<!\bor )(?<!\bwhy )(?<!\bif )\b(?:not|never|no longer)\b"
        r"(?! (?:sure|at all|only|much|enough)\b)[^?]*\?|^\w+n't [^?]*\?",
        "To say no to a question with not in it puzzles people.",
        "the question without not",
    ),
)

_DECIDED = "It reads as if all were decided. People must be able to change it (Gunning 1)."
CLOSED = (
    _rule(
        rf"\bwe (?:will|shall|are going to|intend to)\b(?! {_any('small_promises')}\b)"
        r"(?: [\w’'-]+){0,4}",
        _DECIDED,
        "“we could”, or “we suggest”",
    ),
    _rule(
        rf"\b(?<!\bnothing )(?:has|have) (?:already |now )?been {_any('settled_words')}\b(?! yet)",
        _DECIDED,
        "“is suggested”",
    ),
    _rule(
        r"\b(?:we|the (?:council|board|trust|cabinet)) (?:have|has) (?:already |now )?"
        rf"{_any('settled_words')}\b",
        _DECIDED,
        "“we suggest”",
    ),
    _rule(
        r"\bthe (?:preferred|chosen|agreed|selected|final|recommended) (?:option|plan|site|model|"
        r"choice|approach|proposal|decision)(?: (?:will|is|shall)\b)?",
        _DECIDED,
        "“one option”, with what else was thought about",
    ),
    _rule(rf"\b{_any('closed_minds')}\b", _DECIDED, "what else was thought about, and why not"),
    _rule(rf"(?<!we )\b(?:will|shall) {_any('plans_of_others')}\b", _DECIDED, "“could” or “would”"),
)
