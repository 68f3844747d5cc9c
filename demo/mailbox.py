"""The demo's mailbox: what Vitrine mails lies in a folder, since no mail server is set."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

MOST = 20


@dataclass(frozen=True)
class Mail:
    """A mail as its reader sees it."""

    to: str
    subject: str
    text: str
    came_at: datetime


def newest(outbox: Path) -> list[Mail]:
    """Read the newest mails, the last one first."""
    # Their names begin with the moment, to the second; of one second the last written is last.
    files = sorted(outbox.glob("*.eml"), key=lambda each: (each.name[:15], each.stat().st_mtime_ns))
    return [_read(each) for each in reversed(files[-MOST:])]


def _read(file: Path) -> Mail:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    text = str(body.get_content()) if body else ""
    came_at = datetime.fromtimestamp(file.stat().st_mtime).astimezone()
    return Mail(str(message["To"]), str(message["Subject"]), text.strip(), came_at)
