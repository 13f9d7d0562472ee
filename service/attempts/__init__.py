"""Attempts: which paper, what was answered, what it is worth, and what of that may be seen. Resources call; no module here knows of routes."""
