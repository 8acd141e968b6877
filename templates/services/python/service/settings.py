"""The environment, read once."""

from collections.abc import Mapping
from dataclasses import dataclass

LEVELS = ("debug", "info", "warn", "error")


@dataclass(frozen=True)
class Settings:
    name: str
    port: int
    log_level: str
    # Where traces go; none are made where it is empty.
    traces_to: str


def read_settings(env: Mapping[str, str]) -> Settings:
    """What cannot be meant ends the start with a message that names it."""
    port = env.get("PORT") or "8080"
    if not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"PORT is no port: {port}")
    level = env.get("LOG_LEVEL") or "info"
    if level not in LEVELS:
        raise ValueError(f"LOG_LEVEL is none of {', '.join(LEVELS)}: {level}")
    return Settings(
        name=env.get("OTEL_SERVICE_NAME") or "${{ values.name }}",
        port=int(port),
        log_level=level,
        traces_to=env.get("OTEL_EXPORTER_OTLP_ENDPOINT") or "",
    )
