"""What quality gives to take away."""
