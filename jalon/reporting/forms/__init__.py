"""What a person may type about returns, their calendar and figures."""
