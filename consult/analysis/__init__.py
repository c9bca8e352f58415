"""Reading free text: pure functions from comments to themes, with no Flask and no database."""
