"""Documents, codes, registers, events, people: values without clock, disk or database."""
