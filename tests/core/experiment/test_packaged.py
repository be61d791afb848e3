"""Files name optimizers of other packages by what the shipped tables have, and nothing else."""

import json
import subprocess
import sys

import pytest

from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.packaged import table
from landscapes import make


def text(method, hyperparameters=None):
    card = {"method": method, "hyperparameters": hyperparameters or {}}
    return json.dumps({
        "format": 1, "landscape": {"name": "levy"}, "methods": [{"method": "adam"}, card],
        "starts": [[0, 0]], "steps": 9,
    })  # fmt: skip


def read(method, hyperparameters=None):
    return experiment_file.loads(text(method, hyperparameters)).methods[1]


def test_a_file_gives_arguments_as_the_class_has_them():
    spec = read("torch:NAdam", {"lr": 1, "betas": [0.8, 0], "decoupled_weight_decay": True})
    assert spec.values == {
        "lr": 1.0, "beta1": 0.8, "beta2": 0.0, "eps": 1e-8, "weight_decay": 0.0,
        "momentum_decay": 0.004, "decoupled_weight_decay": "on",
    }  # fmt: skip
    assert isinstance(spec.values["beta2"], float) and spec.label == "torch:NAdam"
    assert spec.row.title == "NAdam (torch)" and spec.row.memory is None and not spec.row.sam


@pytest.mark.parametrize("name", table("torch").rows)
def test_what_is_written_is_read_again(name):
    spec = MethodSpec.create(name)
    experiment = Experiment(make({"name": "levy"}), (spec,), ((0.0, 0.0),), 5)
    written = json.loads(experiment_file.dumps(experiment))["methods"][0]["hyperparameters"]
    assert list(written) == [argument.name for argument in table("torch").arguments[name[6:]]]
    assert experiment_file.loads(experiment_file.dumps(experiment)) == experiment


def test_null_leaves_an_argument_to_the_class():
    spec = read("torch:LBFGS", {"max_eval": None, "line_search_fn": None, "history_size": 7})
    assert spec == read("torch:LBFGS", {"history_size": 7})
    assert read("torch:LBFGS", {"line_search_fn": "strong_wolfe"}) != spec
    assert read("torch:Adafactor", {"eps": [None, 0.01]}).values["eps2"] == 0.01


@pytest.mark.parametrize(
    ("method", "given", "path", "said"),
    [
        ("torch:NAdam", {"beta1": 0.9}, ".beta1", "torch:NAdam has lr, betas, eps"),
        ("torch:NAdam", {"foreach": True}, ".foreach", "torch:NAdam has"),
        ("torch:NAdam", {"betas": 0.9}, ".betas", "a list of 2 numbers"),
        ("torch:NAdam", {"betas": [0.9]}, ".betas", "a list of 2 numbers"),
        ("torch:NAdam", {"betas": [0.9, 1]}, ".betas[1]", "a number in [0, 1)"),
        ("torch:NAdam", {"betas": [True, 0.9]}, ".betas[0]", "a number in [0, 1)"),
        ("torch:NAdam", {"betas": [[0.9], 0.9]}, ".betas[0]", "a number in [0, 1)"),
        ("torch:NAdam", {"lr": 0}, ".lr", "a number in (0, 100]"),
        ("torch:NAdam", {"lr": None}, ".lr", "null is not allowed"),
        ("torch:Adafactor", {"eps": [0.1, None]}, ".eps[1]", "null is not allowed"),
        ("torch:SGD", {"nesterov": 1}, ".nesterov", "true or false"),
        ("torch:SGD", {"nesterov": "on"}, ".nesterov", "true or false"),
        ("torch:SGD", {"nesterov": True}, ".nesterov", "a momentum above 0"),
        ("torch:LBFGS", {"line_search_fn": "none"}, ".line_search_fn", '"strong_wolfe" or null'),
        ("torch:LBFGS", {"line_search_fn": {}}, ".line_search_fn", "strong_wolfe"),
        ("torch:LBFGS", {"max_iter": 2.5}, ".max_iter", "a whole number in [1, 1000]"),
    ],
)
def test_another_argument_or_form_is_refused_where_it_stands(method, given, path, said):
    with pytest.raises(ExperimentError) as told:
        read(method, given)
    assert told.value.path == "$.methods[1].hyperparameters" + path
    assert said in told.value.problem


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("torch:SparseAdam", "takes sparse gradients only"),
        ("torch:Optimizer", "one of torch:Adadelta, torch:Ada"),
        ("torch:__init__", "one of torch:Adadelta"),
        ("torch:lr_scheduler", "one of torch:Adadelta"),
        ("pytorch_optimizer:Kron", "draws random numbers of its own"),
        ("pytorch_optimizer:SAM", "one of pytorch_optimizer:A2Grad"),
        ("torch:", "one of torch:Adadelta"),
        ("os:system", "torch:NAME"),
        ("torch", "torch:NAME"),
        ("torch:Adam+cm", "one of torch:Adadelta"),
    ],
)
def test_a_name_that_is_in_no_table_is_refused(method, said):
    with pytest.raises(ExperimentError) as told:
        read(method)
    assert told.value.path == "$.methods[1].method" and said in told.value.problem


def test_other_methods_keep_what_both_have_when_one_becomes_the_other():
    spec = MethodSpec.create("adam+cm", {"lr": 0.3, "beta1": 0.5}, colour="#112233")
    turned = spec.with_method("torch:NAdam")
    assert turned.values == MethodSpec.create("torch:NAdam", {
        "lr": 0.3, "beta1": 0.5}).values  # fmt: skip
    assert turned.colour == "#112233" and turned.label == "torch:NAdam"
    assert turned.with_method("adam").values["capacity"] == 5
    assert turned.row.with_memory("cg") is None and turned.row.with_memory("cm") is None
    assert turned.row.with_memory(None) == turned.row.with_sam(True) == turned.row
    assert turned.row.with_base("sgd").name == "sgd"


def test_reading_such_a_file_imports_no_torch():
    code = (
        "import sys; from core.experiment import experiment_file as f; "
        "f.dumps(f.loads(sys.argv[1])); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, text("torch:LBFGS")]).returncode == 0
