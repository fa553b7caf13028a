"""What came out: promise x facts, computed when asked. Nothing here writes."""
