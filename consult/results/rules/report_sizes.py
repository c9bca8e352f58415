"""A broader theme beside the narrower ones inside it: no small remainder can be worked out."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.disclosure import THRESHOLD, is_few, safe_column


@dataclass(frozen=True, slots=True)
class Sizes:
    """People of one audience as they may be shown: the whole theme, and each theme inside it."""

    whole: int | None
    inside: tuple[int | None, ...]


def safe_sizes(whole: int, own: int, inside: Sequence[int], base: int) -> Sizes:
    """Return the sizes of a broader theme and of those inside it as they may be shown.

    `own` are the people placed in the broader theme itself, a figure of another page. Whoever is
    in the whole is in one of them, so the whole is hidden where it would tell of a hidden one, or
    where it leaves only a few outside one that is shown.
    """
    parts = [own, *inside]
    safe = safe_column(parts, adds_up=False, total=base)
    (told,) = safe_column([whole], adds_up=False, total=base)
    hidden = safe.count(None)
    in_hidden = whole - sum(count or 0 for count in safe)  # at least so many
    room = (THRESHOLD - 1) * hidden - in_hidden
    tells_of_hidden = in_hidden > hidden > 0 and room < THRESHOLD - 1
    leaves_few = any(count is not None and is_few(whole - count) for count in safe[1:])
    is_telling = bool(inside) and (tells_of_hidden or leaves_few)
    return Sizes(None if is_telling else told, safe[1:])
