"""The data folder: what belongs to one installation."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from jalon.site import environment


class HomeError(Exception):
    """The data folder cannot be used; the text says why and what to do."""


@dataclass(frozen=True)
class Home:
    path: Path

    @property
    def secret_key_file(self) -> Path:
        return self.path / "secret_key"

    @property
    def documents(self) -> Path:
        return self.path / "documents"

    @property
    def segments(self) -> Path:
        return self.path / "segments"

    @property
    def keys(self) -> Path:
        """What this installation signs with: the local authority for trials, the key of seals."""
        return self.path / "keys"

    @property
    def demo_file(self) -> Path:
        """A mark made when the home is begun: a demo home never becomes a production one, nor the reverse."""
        return self.path / "demo"

    @property
    def locks(self) -> tuple[str, ...]:
        """Files that processes lock to take turns; made here only, never again in a home that is going."""
        return ("turn.lock", "users.lock", "watch.lock")

    @property
    def is_demo(self) -> bool:
        return self.demo_file.exists()

    @property
    def is_new(self) -> bool:
        """No installation was ever begun here."""
        return not self.path.exists() or not any(self.path.iterdir())

    @property
    def digest(self) -> str:
        """A short name that two homes never share."""
        return hashlib.sha256(os.fsencode(self.path.resolve())).hexdigest()[:16]

    def secret_key(self) -> str:
        """The kept key; before the home is prepared, one that lasts as long as the process."""
        try:
            return self.secret_key_file.read_text(encoding="ascii").strip()
        except (FileNotFoundError, NotADirectoryError):
            return secrets.token_urlsafe(50)
        except PermissionError as error:
            raise HomeError(
                f"The data folder {self.path} belongs to another account: run Jalon as that account, "
                "or choose another folder with a line such as:\n    JALON_HOME=$HOME/jalon"
            ) from error

    def prepare(self) -> None:
        """Make the folder, its parts and its key; nothing that exists is touched."""
        try:
            # started by root, the database's own account must be able to pass through, and see nothing
            self.path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
            for part in (self.documents, self.segments, self.keys):
                part.mkdir(mode=0o700, exist_ok=True)
            for name in self.locks:
                (self.path / name).touch(mode=0o600)
            self.keep_secret_key()
        except OSError as error:
            raise HomeError(
                f"The data folder {self.path} cannot be written: {error.strerror}. "
                "Choose another with a line such as:\n    JALON_HOME=/srv/jalon"
            ) from error

    def keep_secret_key(self) -> None:
        if self.secret_key_file.exists():
            return
        draft = self.path / f".secret_key.{secrets.token_hex(8)}"
        draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
        draft.chmod(0o600)
        try:
            # a link fails when another process was first: its key is the one that stays
            os.link(draft, self.secret_key_file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()


def prepare_home() -> None:
    """Make the home the environment names, before the settings read its key."""
    Home(environment.read(os.environ)["JALON_HOME"]).prepare()
