"""What was said: replies under way, submissions, answers, comments, receipts."""
