"""Builds the wheel: what stands as app, core, landscapes, resources and main.py is one package.

Folders of such names at the top of site-packages would hide those of other projects. The sources
import each other by the names they have here, so every import is renamed on its way into the
wheel: `core.x` becomes `basinscope.core.x`. An editable install, for work on Basinscope itself,
puts this folder on the path and one module in the place of the package, which hands out the
folder's own modules.
"""

from __future__ import annotations

import ast
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "basinscope"
ROOMS = ("app", "core", "landscapes", "resources")
BESIDE = ("main.py", "CHANGELOG.md")
"""The way in, and what Help tells of what is new."""
LEFT_OUT = ("__pycache__", "*.pyc")

FACE = '"""Basinscope, installed: see the memory of memory-augmented optimizers."""\n'
EDITABLE = '''"""Basinscope, installed from a checkout: `basinscope.x` is its own module `x`."""

import importlib
import importlib.abc
import importlib.util
import sys


class _Checkout(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        own = name.startswith(__name__ + ".")
        return importlib.util.spec_from_loader(name, self) if own else None

    def create_module(self, spec):
        module = importlib.import_module(spec.name.removeprefix(__name__ + "."))
        self._spec = module.__spec__
        return module

    def exec_module(self, module):
        module.__spec__ = self._spec


sys.meta_path.insert(0, _Checkout())
__path__ = []
'''


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Gives hatchling the package's files in place of those of the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        self._folder = Path(tempfile.mkdtemp(prefix="basinscope-wheel-"))
        package = self._folder / PACKAGE
        if version == "editable":
            package.mkdir()
            (package / "__init__.py").write_text(EDITABLE, "utf-8")
            build_data["force_include_editable"][str(package)] = PACKAGE
        else:
            lay_out(root, package)
            build_data["force_include"][str(package)] = PACKAGE

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        shutil.rmtree(self._folder)


def lay_out(root: Path, package: Path) -> None:
    """Put the package's files into the new folder `package`, every import renamed."""
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(FACE, "utf-8")
    for name in BESIDE:
        shutil.copy(root / name, package)
    for room in ROOMS:
        shutil.copytree(root / room, package / room, ignore=shutil.ignore_patterns(*LEFT_OUT))
    for path in package.rglob("*.py"):
        path.write_text(renamed(path.read_text("utf-8"), str(path)), "utf-8")


def renamed(source: str, place: str = "<source>") -> str:
    """A module's source with every import of ours from inside the package.

    Raises SyntaxError for `import core.x`, which binds a name that would no longer be there.
    """
    lines = source.splitlines(keepends=True)
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.ImportFrom(module=str(name), level=0) if _is_ours(name):
                old, new = f"from {name} ", f"from {PACKAGE}.{name} "
            case ast.Import(names=[ast.alias(name=name, asname=None)]) if name in ROOMS:
                old, new = f"import {name}", f"from {PACKAGE} import {name}"
            case ast.Import(names=[ast.alias(name=name, asname=str())]) if _is_ours(name):
                old, new = f"import {name} ", f"import {PACKAGE}.{name} "
            case ast.Import(names=names) if any(_is_ours(alias.name) for alias in names):
                raise SyntaxError(
                    "import ours as `from a import b` or `import a.b as c`, one a line: the "
                    "wheel moves them into one package",
                    (place, node.lineno, node.col_offset, lines[node.lineno - 1]),
                )
            case _:
                continue
        line = lines[node.lineno - 1].encode()  # columns count bytes
        start = line[: node.col_offset].decode()
        rest = line[node.col_offset :].decode()
        assert rest.startswith(old), (place, node.lineno)
        lines[node.lineno - 1] = start + new + rest.removeprefix(old)
    return "".join(lines)


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in ROOMS
