"""Guess the language of short comments; what is not surely another language is English.

A script of its own decides at once. Otherwise small lists of everyday words (Urdu and Panjabi in
Roman letters among them) are counted, and py3langid is only asked about comments few of whose
words are English: it takes slang and short answers for other languages. Cost: 0.02 s for 1,000
English comments, 0.1 s for 1,000 others.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from consult.analysis.dictionary import english_words
from consult.analysis.spelling import fold, words
from consult.analysis.wordlists import word_list

ENGLISH = "en"
LANGUAGES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "cy": "Welsh",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "gu": "Gujarati",
    "hi": "Hindi",
    "hu": "Hungarian",
    "it": "Italian",
    "lt": "Lithuanian",
    "pa": "Panjabi",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "so": "Somali",
    "sq": "Albanian",
    "ta": "Tamil",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "zh": "Chinese",
}

_LISTED = ("cy", "es", "fr", "lt", "pa", "pl", "pt", "ro", "so", "tr", "ur")
_SCRIPTS = {
    "ar": re.compile(r"[\u0600-\u06ff\u0750-\u077f]"),
    "bn": re.compile(r"[\u0980-\u09ff]"),
    "gu": re.compile(r"[\u0a80-\u0aff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "pa": re.compile(r"[\u0a00-\u0a7f]"),
    "ta": re.compile(r"[\u0b80-\u0bff]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "zh": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]"),
}
_SISTERS = {
    "ar": (("ur", re.compile("[ٹڈڑںےہ]")), ("fa", re.compile("[پچژگ]"))),
    "ru": (("uk", re.compile("[іїєґІЇЄҐ]")), ("bg", re.compile("[ъЪ]"))),
}
_NUMBER = re.compile(r"\d")
PLAINLY_ENGLISH = 0.4
HARDLY_ENGLISH = 0.34
SURE = 0.5
FEWEST_WORDS = 3
FEW_TELLING = 2


def language_of(texts: Sequence[str]) -> list[str]:
    """Return the code of each comment's language ("en", "pl", …); every wording is read once."""
    known = {text: language_of_words(words(fold(text)), text) for text in dict.fromkeys(texts)}
    return [known[text] for text in texts]


def language_of_words(found: tuple[str, ...], text: str) -> str:
    """Return the code of the language of a comment that is taken apart into folded words."""
    everyday = sum(map(word_list("languages/en").__contains__, found))
    if everyday >= PLAINLY_ENGLISH * len(found) and text.isascii():
        return ENGLISH
    return _by_script(text) if _is_other_script(text) else _by_words(found, text)


def _is_other_script(text: str) -> bool:
    """Tell whether most letters are of no Latin alphabet."""
    if text.isascii():
        return False
    letters = [sign for sign in text if sign.isalpha()]
    return 2 * sum(sign > "\u024f" for sign in letters) > len(letters)


def _by_script(text: str) -> str:
    counted = {code: len(script.findall(text)) for code, script in _SCRIPTS.items()}
    best = max(counted, key=lambda code: (counted[code], code))
    if not counted[best]:
        return ENGLISH
    return next((code for code, sign in _SISTERS.get(best, ()) if sign.search(text)), best)


def _by_words(found: tuple[str, ...], text: str) -> str:
    """Weigh the words that English and the other languages share out among them."""
    found = tuple(word for word in found if not _NUMBER.search(word))
    known = sum(word in _english_words() for word in found)
    telling = sum(word in _telling_words() for word in found)
    if telling < FEW_TELLING and known > HARDLY_ENGLISH * len(found):
        return ENGLISH
    hits = {code: sum(word in listed for word in found) for code, listed in _listed().items()}
    most = max(hits.values())
    best = [code for code, times in hits.items() if times == most]
    everyday = word_list("languages/en")
    english = sum(word in everyday and word not in _listed()[best[0]] for word in found)
    if telling >= FEW_TELLING and most > english:
        return best[0] if len(best) == 1 else _heard(text, best)
    if len(found) < FEWEST_WORDS or known > HARDLY_ENGLISH * len(found):
        return ENGLISH
    asked, sureness = _identifier().classify(text)
    return str(asked) if sureness >= SURE or (most and asked in best) else ENGLISH


def _heard(text: str, among: Sequence[str]) -> str:
    """Return which of several languages py3langid hears in a text."""
    ranked = [str(code) for code, _ in _identifier().rank(text)]
    return next(code for code in ranked if code in among)


@cache
def _listed() -> dict[str, frozenset[str]]:
    return {code: word_list(f"languages/{code}") for code in _LISTED}


@cache
def _telling_words() -> frozenset[str]:
    """Return the words listed for other languages that are no everyday English."""
    return frozenset().union(*_listed().values()) - word_list("languages/en")


@cache
def _english_words() -> frozenset[str]:
    ours = word_list("common_words") | word_list("languages/en")
    return (english_words() - _telling_words()) | ours


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
