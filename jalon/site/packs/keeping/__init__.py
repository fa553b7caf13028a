"""What the database keeps of a pack: each part read back as the schema says it, and written from it."""
