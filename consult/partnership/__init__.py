"""Which bodies: the trust, its board and seats, youth council, forum, organisations, areas."""
