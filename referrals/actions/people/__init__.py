"""People: what is known of them, who may be the same, what they may see, take along and have erased."""
