"""The wire: what clients send and get, as marshmallow schemas and nothing else."""
