"""Messages: what is told to whom, by which way, and what became of it."""
