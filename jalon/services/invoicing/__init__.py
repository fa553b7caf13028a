"""Light invoicing: what the firm owes for an order, from its accepted quote."""
