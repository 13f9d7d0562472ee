"""Formats: what each reads and writes, measured by going out and coming in again."""
