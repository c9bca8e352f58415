"""What is not chosen but given: numbers, points, days. One query tells who gave which amount."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.respond.models import Answer
from consult.results.rules import Shared
from consult.results.services.people import People, listed, numbers_in
from consult.survey.rules import Audience

Key = tuple[Audience, str]


@dataclass(frozen=True, slots=True)
class Amounts:
    """By audience and question: numbers, what options were given, people by month (2027-03)."""

    numbers: defaultdict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    shared: defaultdict[Key, dict[str, Shared]] = field(default_factory=lambda: defaultdict(dict))
    months: defaultdict[Key, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))


def amounts_of(session: Session, people: People, keys: Collection[str]) -> Amounts:
    """Return what people gave at some questions; ask nothing where there are none."""
    found = Amounts()
    by = (Answer.question_key, Answer.option_key, Answer.amount, Answer.given_on)
    query = select(*by, listed(Answer.submission_id)).where(Answer.question_key.in_(keys))
    for key, option, amount, day, text in session.execute(query.group_by(*by)) if keys else ():
        for audience, count in people.counted(numbers_in(text)).items():
            at = (audience, key)
            if day is not None and count:
                found.months[at][f"{day:%Y-%m}"] += count
            elif amount is not None and option:
                before = found.shared[at].get(option, Shared(0, 0))
                gave = count if amount > 0 else 0
                found.shared[at][option] = Shared(
                    before.people + gave, before.points + count * amount
                )
            elif amount is not None:
                found.numbers[at].extend([amount] * count)
    return found
