"""`/open-referral-uk/`: the public directory as Open Referral UK 3.0 (HSDS-UK), for everybody and read-only."""
