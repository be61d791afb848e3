"""The standing of the methods: a table that sorts and copies."""

from __future__ import annotations

from app.panels.standing.panel import StandingPanel

__all__ = ["StandingPanel"]
