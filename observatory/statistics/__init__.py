"""How facts become a number, and what of it may be shown: one family of statistics in each module."""
