"""Draws, checks and fills the templates: from a type and its data to a finished draft."""
