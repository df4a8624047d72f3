"""Intake: a referral from each way in to the team."""
