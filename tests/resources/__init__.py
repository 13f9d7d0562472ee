"""One file per resource: what it promises, told through its own addresses."""
