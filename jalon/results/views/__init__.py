"""Find and answer: nothing in results writes."""
