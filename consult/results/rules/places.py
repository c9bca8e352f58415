"""How many put each option first, second and third: a table beside the counts of the first three.

Of what is known, the lines of this table are sums: each option's line is its count among the first
three, and each place holds one option of everybody who put things in order. So it passes the same
suppression as a table of groups.
"""

from collections.abc import Mapping, Sequence

from consult.disclosure import Column, safe_table
from consult.results.rules.cells import Cell, cell_of
from consult.survey.rules import Option

TOP = 3


def places_of(
    options: Mapping[Option, Cell], placed: Mapping[str, Sequence[int]], total: int
) -> dict[str, tuple[Cell, ...]]:
    """Return the counts of each place by option; what is hidden among the first three stays so."""
    nowhere = (0,) * TOP
    counts = [placed.get(option.key, nowhere) for option in options]
    safe = safe_table(
        counts,
        [sum(place) for place in zip(*counts, strict=True)],
        adds_up=True,
        hidden_rows=[at for at, cell in enumerate(options.values()) if cell.count is None],
    )
    lines: Sequence[Column] = safe or [(None,) * TOP] * len(counts)
    return {
        # That nobody put an option anywhere follows from its count.
        option.key: tuple(cell_of(n, total) for n in (line if cell.count != 0 else nowhere))
        for (option, cell), line in zip(options.items(), lines, strict=True)
    }
