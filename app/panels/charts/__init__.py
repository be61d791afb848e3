"""Quantities over the steps: the panel, its charts and what they draw."""

from __future__ import annotations

from app.panels.charts.panel import ChartsPanel

__all__ = ["ChartsPanel"]
