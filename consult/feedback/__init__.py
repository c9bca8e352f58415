"""What the child is told: you said, we did, or we did not, because."""
