"""What shells complete: asked as they ask, and in those that are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli

SHELLS = ("bash", "fish", "zsh")
ASKED = {
    "a command": ("che", ["check"]),
    "an option": ("check --show-s", ["--show-settings"]),
    "an option of all": ("--colo", ["--color"]),
    "a choice": ("fix --target l", ["lrsched"]),
    "codes": ("check --select LRS00", [f"LRS00{number}" for number in "12345"]),
    "codes in small letters": ("check --ignore lrs90", ["LRS900", "LRS901"]),
    "a slug": ("check --ignore pct", ["pct-start"]),
    "one behind another": ("check --select LRS001,pct", ["LRS001,pct-start"]),
    "a rule": ("rule decay-s", ["decay-steps"]),
    "a key": ("config per", ["per-file-ignores"]),
    "a format": ("check --output-format js", ["json", "json-lines"]),
    "a shell": ("generate-shell-completion b", ["bash"]),
    "nothing": ("config nothing", []),
}
IN_BASH = """\
set -eu
eval "$(lrmigrate generate-shell-completion bash)"
complete -p lrmigrate
ask() {
  COMP_WORDS=(lrmigrate "$@"); COMP_CWORD=$#; COMPREPLY=()
  _lrmigrate_completion lrmigrate
  echo "${COMPREPLY[@]-}"
}
ask che
ask check --select LRS90
ask rule pct
"""
IN_ZSH = """\
autoload -Uz compinit; compinit -u -D
eval "$(lrmigrate generate-shell-completion zsh)"
print $_comps[lrmigrate]
"""
IN_FISH = """\
lrmigrate generate-shell-completion fish | source
complete -C 'lrmigrate che'
complete -C 'lrmigrate rule pct'
"""
ANSWERS = {
    "bash": (
        IN_BASH,
        "complete -o nosort -F _lrmigrate_completion lrmigrate\n"
        "check\nLRS900 LRS901\npct-start\n",
    ),
    "zsh": (IN_ZSH, "_lrmigrate_completion\n"),
    "fish": (IN_FISH, "check\tFind what there is to migrate\npct-start\tLRS002\n"),
}
INSTALLED = [shell for shell in SHELLS if shutil.which(shell)]


def completed(words: str) -> list[str]:
    variables = {"_LRMIGRATE_COMPLETE": "zsh_complete", "COMP_CWORD": "0"}
    *before, incomplete = words.split(" ")
    variables["COMP_WORDS"] = " ".join(["lrmigrate", *before, incomplete])
    variables["COMP_CWORD"] = str(len(before) + 1)
    result = CliRunner().invoke(cli, [], env=variables, prog_name="lrmigrate")
    return result.stdout.splitlines()[1::3]


@pytest.mark.parametrize("shell", ["tcsh", ""])
def test_another_shell_is_refused(shell):
    result = CliRunner().invoke(cli, ["generate-shell-completion", shell])
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is not one of 'bash', 'zsh', 'fish'" in result.stderr


@pytest.mark.parametrize(("words", "offered"), ASKED.values(), ids=ASKED)
def test_half_a_word_is_completed(words, offered):
    assert completed(words) == offered


def test_a_path_is_left_to_the_shell():
    variables = {
        "_LRMIGRATE_COMPLETE": "bash_complete",
        "COMP_WORDS": "lrmigrate check src/tr",
        "COMP_CWORD": "2",
    }
    result = CliRunner().invoke(cli, [], env=variables, prog_name="lrmigrate")
    assert result.stdout == "file,src/tr\n"


@pytest.mark.parametrize("shell", SHELLS)
def test_what_is_printed_names_the_command(shell):
    printed = CliRunner().invoke(cli, ["generate-shell-completion", shell]).stdout
    assert f"_LRMIGRATE_COMPLETE={shell}_complete" in printed


@pytest.mark.parametrize("shell", INSTALLED)
def test_a_real_shell_completes(shell, tmp_path):
    script, answer = ANSWERS[shell]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [shell, "-c", script],
        env={**os.environ, "PATH": path, "HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == answer
