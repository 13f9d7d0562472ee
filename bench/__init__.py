"""What is measured against whom; each of its programs can be run again: `python3 -m bench.reads`."""
