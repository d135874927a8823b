"""What is written down of what happens: ids only, on standard error."""

from __future__ import annotations

import logging
import sys

import structlog


def begin(level: str) -> None:
    """From this level on. Libraries that would write addresses (with the token) or words are silenced."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)  # it would print whole updates it cannot read
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
