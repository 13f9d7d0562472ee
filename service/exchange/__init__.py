"""Question banks in and out.

In: a format reads a file (entries), what is there already is found (present), the file is laid over it (merging), and
all is written in one transaction (importing), or rolled back where it was a dry run or something was rejected; the
report says what became of every item. Out: a bank is written by a format (exporting), and what that loses is measured
by reading it back (losses).
"""
