"""How well written answers are graded: what is shipped is fitted here, and any set of graded answers can be measured."""
