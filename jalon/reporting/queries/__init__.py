"""What can be asked of returns: where each stands, its values, its deadlines, what it cost to make."""
