"""Who we are: staff and members who sign in. Respondents never do."""
