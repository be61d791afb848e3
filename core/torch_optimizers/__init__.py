"""The methods to take home: real `torch.optim.Optimizer` classes over `core.stepping`.

They train any `torch.nn.Module`; nothing else of the project is needed at run time. The norm
that ranks a memory's items is one number for all parameters of the optimizer together, their
L2 norm. (The authors' package sums the norms of the single tensors instead.) So every parameter
takes the same memory decision, without sharing state.

    optimizer = AdamCM(model.parameters(), lr=1e-3, capacity=5, decay=0.7)
    for inputs, targets in batches:
        optimizer.zero_grad()
        loss_function(model(inputs), targets).backward()
        optimizer.step()

All take the memory's settings by name (`MemorySettings`), for all parameters or a group of them.
"""

from core.torch_optimizers.adam import AdamCG, AdamCM, AdamWCG, AdamWCM
from core.torch_optimizers.arguments import Decisions, MemorySettings
from core.torch_optimizers.rmsprop import RMSpropCG, RMSpropCM
from core.torch_optimizers.sam import SAM
from core.torch_optimizers.sgd import SGDCG, SGDCM

__all__ = [
    "SAM",
    "SGDCG",
    "SGDCM",
    "AdamCG",
    "AdamCM",
    "AdamWCG",
    "AdamWCM",
    "Decisions",
    "MemorySettings",
    "RMSpropCG",
    "RMSpropCM",
]
