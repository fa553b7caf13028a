"""A plausible life of the nine centres, reproducible from its seed, marked as simulated in every row."""

from jalon.site.simulation.life import Report, SimulationError, refuse_days, simulate

__all__ = ("Report", "SimulationError", "refuse_days", "simulate")
