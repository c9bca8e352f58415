"""The code by which a child comes back."""

from math import log2

from hypothesis import given
from hypothesis import strategies as st

from consult.respond.receipts import NUMBERS, receipt_code, receipt_hash, words

SECRET = "a secret for tests that is long enough"


def test_a_code_holds_forty_bits() -> None:
    assert len(set(words())) == len(words())
    assert log2(len(words()) ** 3 * NUMBERS) >= 40


def test_words_are_easy_to_read_out() -> None:
    assert all(word.isascii() and word.isalpha() and 3 <= len(word) <= 10 for word in words())


def test_the_same_key_gives_the_same_code_and_another_secret_another() -> None:
    assert receipt_code(SECRET, "key") == receipt_code(SECRET, "key")
    assert receipt_code(SECRET, "key") != receipt_code(SECRET + "!", "key")


@given(st.text(max_size=40))
def test_a_code_is_found_however_it_is_typed(key: str) -> None:
    code = receipt_code(SECRET, key)
    typed = "  " + code.upper().replace("-", "  ") + " "
    assert receipt_hash(SECRET, typed) == receipt_hash(SECRET, code)
