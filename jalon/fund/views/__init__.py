"""Find, act and answer."""
