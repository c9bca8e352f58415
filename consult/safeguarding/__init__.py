"""Who may be in danger: comments that somebody responsible for safeguarding must read."""
