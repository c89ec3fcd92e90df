"""The pages: show what the office gives, ask what it needs, decide nothing."""
