"""Putting scores right after the fact: a key was wrong, a question was bad, a rule of scoring changed. Few at once, many by a job.

What comes of each item is staged first (models.attempts.Change), then all of it takes effect in one short transaction, if
all is still as it was looked at. What is staged stays as the record.
"""
