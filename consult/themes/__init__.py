"""What they said means: themes, suggested by the machine and confirmed by people."""
