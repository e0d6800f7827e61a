"""Where things stand in a checkout."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
DOCS = ROOT / "docs"
DEMO = FIXTURES / "demo" / "project"
