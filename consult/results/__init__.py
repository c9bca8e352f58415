"""How many and who: counts that cannot expose a child."""
