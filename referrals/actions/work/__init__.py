"""Work: tasks on worklists, what stands still, and reports on it."""
