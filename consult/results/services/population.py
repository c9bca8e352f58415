"""Taking in the population: a new file takes the place of the counts before it."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult import audit
from consult.partnership.models import Area
from consult.results.models import Population
from consult.results.rules.population import Counted, read_population
from consult.results.services.sizes import AGE_LABELS


def import_population(session: Session, text: str, *, actor: str, now: datetime) -> int:
    """Take in counts by area and age band from a CSV file; return how many.

    Raises:
        BadFile: a row or a column cannot be read: nothing is taken in.
    """
    ids = dict(session.execute(select(Area.key, Area.id)).all())
    counted = read_population(text, ids, AGE_LABELS)
    session.execute(delete(Population))
    session.add_all(_row(ids[each.area_key], each) for each in counted)
    audit.record(session, actor, "import_population", "population", now=now, rows=len(counted))
    session.commit()
    return len(counted)


def _row(area_id: int, counted: Counted) -> Population:
    return Population(
        area_id=area_id,
        age_band=counted.age_band,
        people=counted.people,
        source=counted.source,
        counted_on=counted.counted_on,
    )


def counts_by_area(session: Session) -> list[tuple[str, int, str]]:
    """Return the areas that have counts: name, people of all ages, and who counted."""
    rows = session.execute(
        select(Area.name, func.sum(Population.people), func.min(Population.source))
        .join(Area, Area.id == Population.area_id)
        .group_by(Area.name)
        .order_by(Area.name)
    )
    return [(name, people, source) for name, people, source in rows]


def sources_of_counts(session: Session) -> list[str]:
    """Return who counted the people who live here, and when."""
    rows = session.execute(select(Population.source, Population.counted_on).distinct())
    return sorted({f"{source}, {counted_on:%B %Y}" for source, counted_on in rows})


def area_keys(session: Session) -> list[str]:
    """Return the keys of all areas."""
    return list(session.scalars(select(Area.key).order_by(Area.key)))
