"""Services directories of councils and Open Referral UK feeds: a file → listings, and what is wrong with its rows."""
