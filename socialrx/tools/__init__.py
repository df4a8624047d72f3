"""Private servers, the demo, its example data and the benchmark: not in production's image."""
