"""Networks by name: training losses as landscapes of thousands of dimensions.

To add a network, write one file and add its class to `NETWORKS`.
"""

from __future__ import annotations

from landscapes.networks.digits_cnn import DigitsCNN
from landscapes.networks.digits_mlp import DigitsMLP
from landscapes.networks.digits_tasks import DigitsTasks
from landscapes.networks.mnist1d import MNIST1D
from landscapes.networks.network import Measured, Network
from landscapes.networks.text_lstm import TextLSTM

__all__ = ["NETWORKS", "Measured", "Network"]

NETWORKS: dict[str, type[Network]] = {
    network.name: network for network in (DigitsMLP, DigitsCNN, MNIST1D, TextLSTM, DigitsTasks)
}
