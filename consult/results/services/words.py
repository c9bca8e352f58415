"""The words that several people used in answers of their own: a way into the themes, no more."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.analysis.wordlists import word_list
from consult.disclosure import THRESHOLD
from consult.respond.models import Comment, Submission
from consult.results.rules import UsedWords, used_words
from consult.results.services.standing import standing
from consult.safeguarding.services import free_comments
from consult.survey.rules import Audience

# So many people are read of each place, spread evenly: enough to rank words by.
MOST_PEOPLE = 5_000
WORD = re.compile(r"\b[a-z]{3,}\b")

Told = Mapping[str, Collection[Audience]]
Said = Mapping[str, Mapping[Audience, Sequence[str]]]


def words_used(
    session: Session, consultation_id: int, told: Told, area_key: str | None
) -> dict[str, UsedWords]:
    """Return the words that at least five people used in answer to each of these questions.

    Only audiences of which it is told how many wrote have words: their number stands beside. Only
    comments that are free to be analysed are read. A word that fewer than five wrote in small
    letters may be somebody's name and is left out.
    """
    return {
        key: used_words(
            {audience: len(texts) for audience, texts in said.items()},
            {audience: _people_by_word(texts) for audience, texts in said.items()},
        )
        for key, said in _said(session, consultation_id, told, area_key).items()
    }


def _said(session: Session, consultation_id: int, told: Told, area_key: str | None) -> Said:
    people = standing(select(func.count()).select_from(Submission), consultation_id, area_key)
    step = -(-(session.scalar(people) or 0) // MOST_PEOPLE) or 1
    columns = (Comment.question_key, Submission.audience, Comment.text)
    free = free_comments().with_only_columns(*columns, maintain_column_froms=True)
    free = free.where(Comment.question_key.in_(told), Submission.id % step == 0)
    said: defaultdict[str, defaultdict[Audience, list[str]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for key, audience, text in session.execute(standing(free, consultation_id, area_key)):
        if audience in told[key]:
            said[key][audience].append(text)
    return said


def _people_by_word(texts: Sequence[str]) -> dict[str, int]:
    """Return how many used each word that tells something; one and many of a thing are one word."""
    stop = word_list("stop_words")
    small = Counter(word for text in texts for word in set(WORD.findall(text)) - stop)
    said: Counter[str] = Counter()
    for text in texts:
        said.update({_one(word, small) for word in WORD.findall(text.lower())})
    forms: dict[str, str] = {}
    for word, people in small.most_common():
        if people >= THRESHOLD:
            forms.setdefault(_one(word, small), word)
    return {word: said[one] for one, word in forms.items()}


def _one(word: str, known: Collection[str]) -> str:
    """Return a word for many things as the word for one, where that is known."""
    found = (word.removesuffix(ending) for ending in ("es", "s"))
    return next((one for one in found if one in known), word)
