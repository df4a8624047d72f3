"""A link worker's pages: caseload, episode, support, referring on, endings, a person's details."""
