"""More like this: the comments that say nearly the same as one of them."""

from sqlalchemy.orm import Session

from consult.db import only_reading
from consult.errors import NotFound
from consult.respond.models import Comment
from consult.themes.services.filtering import Filters, free_of

MOST = 50


def comments_like(
    session: Session, consultation_id: int, comment_id: int, filters: Filters
) -> list[int]:
    """Return the ids of the comments most like one, the likest first, that one before them.

    Raises:
        NotFound: the comment is not in the consultation, or not free.
    """
    columns = (Comment.id, Comment.text)
    free = free_of(consultation_id).with_only_columns(*columns, maintain_column_froms=True)
    chosen = free.where(*filters.conditions()).order_by(Comment.id)
    with only_reading():
        one = session.execute(free.where(Comment.id == comment_id)).one_or_none()
        if one is None:
            raise NotFound("This comment is not here any more.")
        others = [row for row in session.execute(chosen) if row[0] != comment_id]
    ids, texts = [comment_id, *(row[0] for row in others)], [one[1], *(row[1] for row in others)]
    # Imported when it is needed: it takes a second, and every start would pay it.
    from consult.analysis.nearest import nearest

    return [comment_id, *(ids[row] for row in nearest(texts, 0, MOST - 1))]
