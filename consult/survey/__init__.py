"""What we ask: consultations, surveys in three wordings, what was published."""
