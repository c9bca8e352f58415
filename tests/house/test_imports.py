"""The two arrows of imports: back along the stations, down within one."""

from pathlib import Path

import pytest
from importlinter import cli

SETTINGS = Path(__file__).parents[2] / "pyproject.toml"


def test_imports_point_back_and_down(capsys: pytest.CaptureFixture[str]) -> None:
    cli.lint_imports(config_filename=str(SETTINGS), no_cache=True, no_logo=True)

    report = capsys.readouterr().out
    assert "0 broken" in report, report.partition("Broken contracts")[2]
