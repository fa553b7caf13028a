"""Where a year will end, how sure that is, and what to do about it this month."""

from jalon.kernel.forecast.advice import Needed, Warning, needed, warning
from jalon.kernel.forecast.series import Accumulation, Series
from jalon.kernel.forecast.yearend import Forecast, forecast

__all__ = ("Accumulation", "Forecast", "Needed", "Series", "Warning", "forecast", "needed", "warning")
