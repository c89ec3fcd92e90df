"""The records in SQL, shared by every SQL backend: schema, rows, store, migrations (D6)."""
