"""Steps in files that people bring along: exports of makers and answers of their services, as intervals. Plain rules.

Each module reads one family of files and gives a `Walked` for each interval and a `RowError` for each row that says
nothing usable. Nothing is guessed: a date that may be read in two ways has to be told.
"""
