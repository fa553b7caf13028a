"""What a person may type about organisations, firms and people."""
