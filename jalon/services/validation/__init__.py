"""Product validation and emergency campaigns: a file a product, from its plan to its opinion."""
