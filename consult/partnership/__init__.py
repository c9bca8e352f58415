"""Which bodies: the trust, its board and seats, youth council, parent forum, organisations, areas."""
