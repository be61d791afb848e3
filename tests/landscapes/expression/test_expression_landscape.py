"""A formula as a landscape: its symbolic derivatives against autograd and closed forms."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import torch

from landscapes import make
from landscapes.expression import Expression

ROSENBROCK = "(1-x)**2 + 100*(y-x**2)**2"
BOX = ((-2.0, 2.0), (-1.0, 3.0))

# Each text beside what torch makes of the same formula.
FORMULAS = {
    "x*y + 3": lambda x, y: x * y + 3,
    ROSENBROCK: lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    "sin(x*y)*cos(x - y)": lambda x, y: torch.sin(x * y) * torch.cos(x - y),
    "tan(x/2) + tanh(x*y)": lambda x, y: torch.tan(x / 2) + torch.tanh(x * y),
    "asin(x/4)*acos(y/4)": lambda x, y: torch.asin(x / 4) * torch.acos(y / 4),
    "atan(x*y**2)": lambda x, y: torch.atan(x * y**2),
    "sinh(x)*cosh(y)": lambda x, y: torch.sinh(x) * torch.cosh(y),
    "exp(-x**2 - y**2)": lambda x, y: torch.exp(-(x**2) - y**2),
    "log(3 + x*y/4)": lambda x, y: torch.log(3 + x * y / 4),
    "sqrt(9 + x**3)*y": lambda x, y: torch.sqrt(9 + x**3) * y,
    "abs(x - y)**3": lambda x, y: torch.abs(x - y) ** 3,
    "max(x*x, y) + min(x, y*y*x)": lambda x, y: (
        torch.maximum(x * x, y) + torch.minimum(x, y * y * x)
    ),
    "max(x, 0.25)*min(y**2, 1)": lambda x, y: x.clamp(min=0.25) * (y**2).clamp(max=1),
    "(2 + x**2)**y": lambda x, y: (2 + x**2) ** y,
    "(2 + x)**(x*y/4)": lambda x, y: (2 + x) ** (x * y / 4),
    "2**x - y/(4 + x)": lambda x, y: 2**x - y / (4 + x),
    "(x + 3)**-2.5/(1 + y**2)": lambda x, y: (x + 3) ** -2.5 / (1 + y**2),
    "-x**4*-y**3": lambda x, y: -(x**4) * -(y**3),
    "(2*x)*(-3*y) - (-x)*(-y)": lambda x, y: -6 * x * y - x * y,
    "1/(1 + exp(-3*x))/(2 - -y*y)": lambda x, y: 1 / (1 + torch.exp(-3 * x)) / (2 + y * y),
    "x**2": lambda x, y: x**2 + 0 * y**2,
    "sin(y)": lambda x, y: torch.sin(y) + 0 * x**2,
    "log10(3 + x*y/4)": lambda x, y: torch.log10(3 + x * y / 4),
    "sign(x - y)*x^2": lambda x, y: torch.sign(x - y) * x**2 + 0 * y**2,
    "floor(3*x)*y^2": lambda x, y: torch.floor(3 * x) * y**2,
    "relu(x*y)^2 + relu(y)": lambda x, y: torch.relu(x * y) ** 2 + torch.relu(y),
    "atan2(y*x, x - 3)": lambda x, y: torch.atan2(y * x, x - 3),
    "atan2(x, 2)*atan2(-2, y)": lambda x, y: (
        torch.atan2(x, torch.full_like(x, 2.0)) * torch.atan2(torch.full_like(y, -2.0), y)
    ),
    "hypot(x, y*y)": lambda x, y: torch.hypot(x, y * y),
    "hypot(x, 2)*hypot(3, y)": lambda x, y: (
        torch.hypot(x, torch.full_like(x, 2.0)) * torch.hypot(torch.full_like(y, 3.0), y)
    ),
    "where(x > y, x^2*y, y^3)": lambda x, y: torch.where(x > y, x**2 * y, y**3),
    "where(x*y <= 1, exp(x), sin(y))": lambda x, y: torch.where(x * y <= 1, x.exp(), y.sin()),
    "max(x, y^2, x*y)*min(x, y, 1)": lambda x, y: (
        torch.maximum(torch.maximum(x, y**2), x * y) * torch.minimum(x, y).clamp(max=1)
    ),
}


def autograd(formula, points):
    points = points.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(formula(*points.T).sum(), points, create_graph=True)
    rows = [
        torch.autograd.grad(gradient[:, i].sum(), points, retain_graph=True, allow_unused=True)[0]
        for i in (0, 1)
    ]
    return gradient.detach(), torch.stack(rows, 1)


def anywhere(count: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    low, high = torch.tensor(BOX, dtype=torch.float64).T
    return low + torch.rand(count, 2, generator=generator, dtype=torch.float64) * (high - low)


@pytest.mark.parametrize("text", FORMULAS, ids=str)
def test_derivatives_equal_autograd(text):
    landscape, points = Expression(text, BOX), anywhere(200)
    gradient, hessian = autograd(FORMULAS[text], points)
    close = {"rtol": 1e-10, "atol": 1e-11}
    torch.testing.assert_close(landscape.loss(points), FORMULAS[text](*points.T), **close)
    torch.testing.assert_close(landscape.gradient(points), gradient, **close)
    torch.testing.assert_close(landscape.hessian(points), hessian, **close)
    for function in (landscape.loss, landscape.gradient, landscape.hessian):
        np.testing.assert_allclose(function(points.numpy()), function(points).numpy(), **close)


def test_rosenbrock_as_text_equals_the_closed_form():
    written, closed = Expression(ROSENBROCK, BOX), make({"name": "rosenbrock"})
    assert written.domain == closed.domain
    points = anywhere(500)
    for name in ("loss", "gradient", "hessian"):
        ours, theirs = getattr(written, name)(points), getattr(closed, name)(points)
        torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-11)


@pytest.mark.parametrize(
    ("text", "gradient"),
    [("5", (0, 0)), ("pi - pi", (0, 0)), ("x", (1, 0)), ("-y", (0, -1)), ("max(x, 7)", (0, 0))],
)
@pytest.mark.parametrize("dtype", [np.float64, torch.float64, torch.float32], ids=str)
@pytest.mark.parametrize("leading", [(), (4,), (2, 0), (2, 3)], ids=str)
def test_a_formula_that_hardly_depends_on_the_point_has_the_points_shape(
    text, gradient, dtype, leading
):
    library = np if dtype is np.float64 else torch
    points = library.ones((*leading, 2), dtype=dtype)
    landscape = Expression(text, BOX)
    assert landscape.loss(points).shape == leading
    slopes = landscape.gradient(points)
    assert slopes.shape == (*leading, 2)
    assert slopes.dtype == dtype
    assert (slopes == library.asarray(gradient, dtype=dtype)).all()
    assert landscape.hessian(points).shape == (*leading, 2, 2)
    assert (landscape.hessian(points) == 0).all()


def test_the_loss_never_shares_memory_with_the_points():
    points = torch.ones(3, 2, dtype=torch.float64)
    Expression("x", BOX).loss(points).zero_()
    assert (points == 1).all()


def test_outside_a_functions_domain_the_loss_is_nan_and_nobody_is_warned():
    landscape = Expression("log(x) + sqrt(y)/x", BOX)
    points = np.array([[-1.0, 1.0], [1.0, -1.0], [0.0, 0.0], [1.0, 4.0]])
    for library in (np.asarray, torch.tensor):
        loss = np.asarray(landscape.loss(library(points)))
        assert np.isnan(loss[:3]).all()
        assert loss[3] == 2.0


def test_overflow_while_running_is_infinity_not_an_error():
    landscape = Expression("exp(exp(exp(x*x)))", ((-9.0, 9.0), (-9.0, 9.0)))
    assert landscape.loss(np.array([9.0, 0.0])) == np.inf
    assert landscape.loss(torch.tensor([9.0, 0.0])) == np.inf


def test_formula_and_domain_are_its_own():
    landscape = Expression(ROSENBROCK, BOX)
    assert landscape.formula == ROSENBROCK
    assert landscape.minima == ()
    assert landscape.dimension == 2
    assert landscape.describe() == {
        "name": "expression",
        "parameters": {"loss": ROSENBROCK},
        "domain": [[-2.0, 2.0], [-1.0, 3.0]],
    }
    assert Expression(ROSENBROCK, BOX) != Expression(ROSENBROCK, ((-2.0, 2.0), (-1.0, 4.0)))


@pytest.mark.parametrize(
    "text",
    [
        "sin(" * 50 + "x*y" + ")" * 50,
        "*".join(["(x+y)"] * 166),
        "/".join(["(x+y)"] * 166),
        "+".join(["sin(x*y)"] * 111),
        "x**" * 19 + "y",
        "max(x," * 40 + "y" + ")" * 40,
        "*".join(f"(x-{n})" for n in range(120)),
    ],
    ids=lambda text: text[:12],
)
def test_the_worst_texts_still_have_derivatives(text):
    landscape, points = Expression(text, BOX), anywhere(10)
    assert landscape.hessian(points).shape == (10, 2, 2)


def test_python_never_sees_the_text():
    """No text reaches eval, exec, compile or import, however it is written."""
    script = (
        "import sys, numpy, landscapes\n"
        "from landscapes.expression import Expression, ExpressionError\n"
        "from landscapes.namespace import array_namespace; array_namespace(numpy.ones(2))\n"
        "seen = []\n"
        "sys.addaudithook(lambda name, args: seen.append((name, args)))\n"
        "for text in ['x*y', '__import__(\"os\")', 'lambda: x', 'exec(x)']:\n"
        "    try:\n"
        "        Expression(text, ((0, 1), (0, 1))).hessian(numpy.ones(2))\n"
        "    except ExpressionError:\n"
        "        pass\n"
        "bad = [n for n, a in seen if n in ('compile', 'exec', 'import', 'os.system', 'open')]\n"
        "sys.exit(repr(seen) if bad else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
