"""`pytest tests/exchange --files DIR` reads any folder of files made by other programs."""

from __future__ import annotations


def pytest_addoption(parser):
    parser.addoption(
        "--files", default=None, help="a folder of foreign files (default: shared/exchange)"
    )
