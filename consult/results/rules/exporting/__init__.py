"""What goes out as files: columns that stay where they are, and groups too small to be told."""

from consult.results.rules.exporting.columns import (
    HIDDEN_VALUE,
    Asked,
    Column,
    Kind,
    Trait,
    Value,
    columns_of,
    theme_columns,
    valued,
)
from consult.results.rules.exporting.small_groups import (
    HIDDEN_KEY,
    Combination,
    Safe,
    beside_words,
    safe_combinations,
)
from consult.results.rules.exporting.wording import BETWEEN, WITHIN, Cell, Wording

__all__ = [
    "BETWEEN",
    "HIDDEN_KEY",
    "HIDDEN_VALUE",
    "WITHIN",
    "Asked",
    "Cell",
    "Column",
    "Combination",
    "Kind",
    "Safe",
    "Trait",
    "Value",
    "Wording",
    "beside_words",
    "columns_of",
    "safe_combinations",
    "theme_columns",
    "valued",
]
