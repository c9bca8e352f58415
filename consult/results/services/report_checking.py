"""Check a themes report: count each number again, find each quote again, name what is loose."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from consult.db import find
from consult.errors import NotFound
from consult.results.rules.report import Figure, Quote, Report, Statement, mark_of
from consult.results.rules.report_faults import Fault, loose_numbers, quoted_in
from consult.results.services.report_counts import Counts
from consult.results.services.report_queries import answer
from consult.results.services.report_quotes import is_quotable_text, of_consultation, words_now
from consult.survey.models import Consultation


def check_report(session: Session, report: Report, *, today: date) -> list[Fault]:
    """Return everything in a report that does not hold now; nothing when all of it does.

    Raises:
        NotFound: its consultation is not there.
    """
    counts = Counts(session, find(session, Consultation, report.consultation_id), today)
    faults: list[Fault] = []
    for where, statement in report.statements:
        faults += _of_figures(counts, where, statement)
        faults += _by_hand(counts, where, statement)
    return faults + list(_of_quotes(session, report))


def _of_figures(counts: Counts, where: str, statement: Statement) -> Iterator[Fault]:
    for figure in statement.figures:
        why = _why_not(counts, figure)
        if why:
            yield Fault(where, statement.text, why)


def _why_not(counts: Counts, figure: Figure) -> str:
    """Return why a figure does not hold, or nothing."""
    try:
        now = answer(counts, figure.query)
    except NotFound as gone:
        return f"It says {figure.value}. The query {figure.query} has no answer: {gone}"
    if now == figure.value:
        return ""
    return f"It says {figure.value}. The query {figure.query} gives {now}."


def _by_hand(counts: Counts, where: str, statement: Statement) -> Iterator[Fault]:
    """Yield the numbers and quotes that somebody typed with no query behind them."""
    for number in loose_numbers(statement.by_hand):
        yield Fault(where, statement.text, f"No query stands behind {number}.")
    for quote in quoted_in(statement.by_hand):
        if not is_quotable_text(counts.session, counts.consultation.id, quote):
            why = "Nobody who lets us quote them wrote what stands in quotation marks."
            yield Fault(where, statement.text, why)


def _of_quotes(session: Session, report: Report) -> Iterator[Fault]:
    quotes = list(report.quotes)
    ids = of_consultation(session, report.consultation_id, [one.comment_id for _, one in quotes])
    words = words_now(session, ids)
    for where, quote in quotes:
        now = words.get(quote.comment_id)
        if now is None:
            yield Fault(where, _told(quote), "This may not be quoted any more, or never might.")
        elif now.mark != quote.mark or (quote.text and mark_of(quote.text) != now.mark):
            yield Fault(where, _told(quote), "This is not what was written, word for word.")


def _told(quote: Quote) -> str:
    return f"“{quote.text}”" if quote.text else f"The quote from comment {quote.comment_id}"
