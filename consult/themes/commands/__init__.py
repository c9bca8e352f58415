"""What the station adds to the command line: reading any CSV of comments, with no database."""
