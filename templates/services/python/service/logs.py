"""Logs as JSON, a line for each, with the trace that it belongs to."""

import json
import sys
from datetime import UTC, datetime
from typing import Any, Protocol, TextIO

from opentelemetry import trace

from service.settings import LEVELS


class Log(Protocol):
    def __call__(self, level: str, message: str, **fields: Any) -> None: ...


def create_log(least: str, out: TextIO = sys.stdout) -> Log:
    def log(level: str, message: str, **fields: Any) -> None:
        if LEVELS.index(level) < LEVELS.index(least):
            return
        span = trace.get_current_span().get_span_context()
        ids = (
            {"trace_id": f"{span.trace_id:032x}", "span_id": f"{span.span_id:016x}"}
            if span.is_valid
            else {}
        )
        time = datetime.now(UTC).isoformat()
        entry = {"time": time, "level": level, "message": message, **ids, **fields}
        out.write(json.dumps(entry) + "\n")
        out.flush()

    return log
