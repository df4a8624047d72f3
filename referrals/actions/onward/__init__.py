"""Onward referrals: asking a service for a place, its answer, and what becomes of the place."""
