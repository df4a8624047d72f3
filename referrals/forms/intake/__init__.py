"""Intake: a referral from each door to the team."""
