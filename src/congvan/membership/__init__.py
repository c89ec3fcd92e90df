"""Regulation 213: the roster of members, where they live, who is exempt."""
