"""What the board can use: statements with what they rest on, how strong they are, their limits."""
