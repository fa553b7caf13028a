"""Write docs/lives.md from the tables of the kernel."""

from pathlib import Path

from jalon.kernel.states import MACHINES
from jalon.kernel.states.drawing import document

if __name__ == "__main__":
    Path(__file__).resolve().parents[1].joinpath("docs", "lives.md").write_text(
        document(MACHINES), encoding="utf-8"
    )
