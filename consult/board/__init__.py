"""What was decided and why: meetings, decisions, commitments and what came of them."""
