"""The topics that a new quizbank starts with: a folder each, with its questions and its study notes."""
