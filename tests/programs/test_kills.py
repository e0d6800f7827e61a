"""A few of the runs that `make kills` kills."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_a_run_that_is_killed_leaves_whole_files_and_nothing_else():
    command = [sys.executable, str(Path(__file__).with_name("kills.py")), "6", "1"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("6 runs killed:")
