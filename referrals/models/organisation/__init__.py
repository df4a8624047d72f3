"""Organisations: teams, practices, providers, and the people who work there."""
