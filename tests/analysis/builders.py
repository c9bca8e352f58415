"""Comments to test with: our own sentences, labelled by hand, none of them in the codebook."""

import csv
from pathlib import Path

LABELLED = Path(__file__).with_name("labelled.csv")
# Written by somebody who had seen neither the codebook nor other comments; never to be tuned on.
UNSEEN = Path(__file__).with_name("unseen.csv")


def labelled_comments(file: Path = LABELLED) -> tuple[list[str], list[str]]:
    """Return the comments and the theme a person gave each, the main one where there are two."""
    with file.open(newline="", encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    return [row["text"] for row in rows], [row["theme"].split("|")[0] for row in rows]


def questions_to_a_bank() -> list[str]:
    """Return comments on quite another subject."""
    subjects = ["card", "transfer", "exchange rate", "top up", "direct debit", "refund", "identity"]
    asked = [
        "why was my {} declined by the merchant yesterday",
        "when will the {} be verified by your bank",
        "how do i cancel a pending {} in the app",
        "is there a fee for a {} abroad in another currency",
        "the {} shows twice on my statement",
        "please explain what a {} limit is on this account",
    ]
    return [phrase.format(subject) for subject in subjects for phrase in asked]
