"""What an installed Basinscope is: one name, beside whatever else a project calls its own."""

from __future__ import annotations

import importlib.util
import site
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]

TRAINING = """
import core, torch
from basinscope.core.torch_optimizers import AdamCM, SAM

assert core.MINE == "the project's own"
torch.manual_seed(0)
x = torch.rand(64, 2)
model = torch.nn.Linear(2, 1)
optimizer = AdamCM(model.parameters(), lr=1e-2)
losses = []
for _ in range(40):
    optimizer.zero_grad()
    loss = ((model(x).squeeze(1) - x.sum(1)) ** 2).mean()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
print("trained", losses[-1] < losses[0] / 2)

from basinscope.core.experiment import presets
print(presets.load("default").landscape.name)
from basinscope.app.window.news import CHANGELOG, newest
print("news", len(newest(CHANGELOG.read_text("utf-8"))) > 100)
from basinscope.landscapes.networks import digits, text
print("data", len(digits.images()), len(text.vocabulary()))
from basinscope.main import main
raise SystemExit(main(["list", "--json"]))
"""


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("wheel_hook", ROOT / ".ci" / "wheel.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh virtual environment's interpreter, with the libraries that this one has."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    paths = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", paths))
    (packages / "libraries.pth").write_text("\n".join(site.getsitepackages()), "utf-8")
    return Path(sysconfig.get_path("scripts", "venv", paths)) / "python"


def pip(environment: Path, *arguments: object) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", environment, "--disable-pip-version-check", "-q",
         "install", "--no-compile", "--no-deps", "--no-build-isolation", *map(str, arguments)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )  # fmt: skip


def python(environment: Path, script: str, folder: Path) -> str:
    done = subprocess.run(
        [environment, "-c", script], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_trains_in_a_project_that_has_a_core_of_its_own(
    environment: Path, tmp_path: Path
) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
        assert tops == {"basinscope", wheel.name.removesuffix("-py3-none-any.whl") + ".dist-info"}
    pip(environment, wheel)
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "__init__.py").write_text('MINE = "the project\'s own"')
    said = python(environment, TRAINING, tmp_path)
    assert said.startswith("trained True\nackley\nnews True\ndata 1797 2000\n")
    assert '"adam+cm"' in said


def test_an_editable_install_is_the_checkout_itself(environment: Path, tmp_path: Path) -> None:
    pip(environment, "-e", ROOT)
    script = (
        "from basinscope.core.torch_optimizers import AdamCM\n"
        "from core.torch_optimizers import AdamCM as Same\n"
        "import basinscope.core.files, sys; print(AdamCM is Same, basinscope.core.files.__file__)"
    )
    said = python(environment, script, tmp_path)
    assert said == f"True {ROOT / 'core' / 'files.py'}\n"


@pytest.mark.parametrize(
    ("written", "in_the_wheel"),
    [
        ("from core.files import replacing\n", "from basinscope.core.files import replacing\n"),
        ("from core import files\n", "from basinscope.core import files\n"),
        ("import resources\n", "from basinscope import resources\n"),
        ("import core.files as f\n", "import basinscope.core.files as f\n"),
        ("if µ:\n    from app import x  # µ\n", "if µ:\n    from basinscope.app import x  # µ\n"),
        ("µ = 1; from app import x\n", "µ = 1; from basinscope.app import x\n"),
        ("from . import core\nimport corelib\n", "from . import core\nimport corelib\n"),
        ('"""from core import files"""\n', '"""from core import files"""\n'),
    ],
)  # fmt: skip
def test_imports_are_renamed_on_their_way_into_the_wheel(
    hook: ModuleType, written: str, in_the_wheel: str
) -> None:
    assert hook.renamed(written) == in_the_wheel


def test_an_import_that_would_bind_another_name_stops_the_build(hook: ModuleType) -> None:
    with pytest.raises(SyntaxError, match="as c"):
        hook.renamed("import core.files\n")
