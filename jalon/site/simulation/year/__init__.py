"""A full year of vouching and paying of the simulated life: the real actions at simulated instants."""

from jalon.site.simulation.year.story import Year

__all__ = ("Year",)
