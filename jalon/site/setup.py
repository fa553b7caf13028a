"""Puts the command `jalon` and the package into the environment: no build, nothing to download."""

import stat
import sysconfig
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
COMMAND = """\
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -m jalon "$@"
"""


def install() -> Path:
    (Path(sysconfig.get_path("purelib")) / "jalon.pth").write_text(f"{CHECKOUT}\n", encoding="utf-8")
    command = Path(sysconfig.get_path("scripts")) / "jalon"
    command.write_text(COMMAND, encoding="ascii")
    command.chmod(command.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    return command


if __name__ == "__main__":
    install()
