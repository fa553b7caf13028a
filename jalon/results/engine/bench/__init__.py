"""`jalon bench results`: the engine beside three other ways to the same answer, in time and memory."""

from jalon.results.engine.bench.comparison import compare_results, run

__all__ = ("compare_results", "run")
