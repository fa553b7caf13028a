"""A plausible life of the nine centres, reproducible from its seed, marked as simulated in every row."""

from jalon.site.simulation.life import Report, SimulationError, simulate

__all__ = ("Report", "SimulationError", "simulate")
