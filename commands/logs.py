"""Log lines: one for each thing worth knowing later, for people or for machines."""

from __future__ import annotations

import sys

import structlog


def write_logs() -> None:
    """Write log lines to standard error: for people on a terminal, as JSON elsewhere."""
    told = sys.stderr.isatty()
    # Without the frames' variables: keys and bodies are among them.
    tracebacks = structlog.processors.ExceptionRenderer(
        structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([] if told else [tracebacks]),
            structlog.dev.ConsoleRenderer() if told else structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
