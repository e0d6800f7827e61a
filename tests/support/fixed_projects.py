"""Projects of a few files, as the command line migrates them."""

from click.testing import CliRunner

from lrmigrate.codemod.cli.app import cli


def fixed(folder, main, **files):
    """Migrate ``main.py`` beside other files; return it, and what is told."""
    (folder / "pyproject.toml").write_text("[project]\nname = 'p'\nversion = '0'\n")
    for name, text in {"main": main, **files}.items():
        file = folder / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    result = CliRunner().invoke(cli, ["fix", "--isolated", str(folder)])
    return (folder / "main.py").read_text(), result.output
