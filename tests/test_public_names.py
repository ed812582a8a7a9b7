"""The names that the package gives away."""

import subprocess
import sys

import pytest

import sojourn


def test_every_public_name_can_be_imported() -> None:
    """What __all__ promises is there."""
    missing = [name for name in sojourn.__all__ if getattr(sojourn, name, None) is None]
    assert missing == []


def test_a_name_that_is_not_public_is_refused_by_name() -> None:
    """The message says which name."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = sojourn.nothing


def test_importing_the_package_imports_no_engine() -> None:
    """`import sojourn` is quick: heavy parts come when they are used."""
    code = "import sys, sojourn; print([name for name in ('duckdb', 'numpy', 'jinja2', 'rich') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
