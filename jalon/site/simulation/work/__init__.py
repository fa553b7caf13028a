"""From a day on, the simulated centres work in Jalon: what they leave as evidence comes out of the machines.

Before that day their past is rows that came in by file. The acts are those of people, many at once.
"""

from jalon.site.simulation.work.plan import FILED, Work, begins_on

__all__ = ("FILED", "Work", "begins_on")
