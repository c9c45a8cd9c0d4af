"""Documents and voices sent in the village, stored in a folder beside the state file."""

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A stored file: its ids and its size."""

    id: str
    unique_id: str
    size: int


class Files:
    """Stores files by id; without a state file, in memory."""

    def __init__(self, state_path: Path | None) -> None:
        self._folder = None if state_path is None else state_path.with_suffix(".files")
        self._bodies: dict[str, bytes] = {}

    def keep(self, body: bytes) -> KeptFile:
        """Store a file under a new id."""
        file_id = f"village{secrets.token_hex(12)}"
        if self._folder is None:
            self._bodies[file_id] = body
        else:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / file_id).write_bytes(body)
        return KeptFile(file_id, hashlib.sha256(body).hexdigest()[:16], len(body))

    def body(self, file_id: str) -> bytes | None:
        """A file's bytes; None when there is no such file."""
        if not file_id.isalnum():
            return None
        if self._folder is None:
            return self._bodies.get(file_id)
        path = self._folder / file_id
        return path.read_bytes() if path.is_file() else None
