"""Call the command line in this process, with its own environment."""

from collections.abc import Mapping

import pytest
from click.testing import CliRunner, Result

import bot
import settings

EMPTY = dict.fromkeys(
    (
        *("BOT_TOKEN", "BOT_API_URL", "DATABASE_URL", "WEB_HOST", "WEB_PORT", "PUBLIC_URL"),
        *("WEBHOOK_SECRET", "WEBAPP_NAME", "FACILITATORS", "CHARTER", "LOG_LEVEL"),
        *("METRICS_TOKEN", "VILLAGE_PORT", "VILLAGE_FOLDER"),
    )
)


def call(*words: str, **env: str) -> Result:
    """Call a command; only the given variables are set, whatever a file says."""
    environment: Mapping[str, str | None] = {**EMPTY, **env}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "HERE", settings.HERE / "nowhere")
        return CliRunner().invoke(bot.main, list(words), env=environment)
