"""Quality: what went wrong and what was done about it, and the desk of the director."""
