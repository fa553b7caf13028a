"""The firm in front: what its own account finds, asks, accepts, follows and says."""
