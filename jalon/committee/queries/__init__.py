"""What can be asked of the committee."""
