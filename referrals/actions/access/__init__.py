"""Access: who opens what, links in messages, signing in."""
