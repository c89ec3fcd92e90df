"""congvan: drafts, numbers, files and finds the official documents of a Vietnamese office."""

__version__ = "0.1.0"
