"""What the rules say, as data: layout profiles, type tables, dated texts, each with its source."""
