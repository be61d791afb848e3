"""The methods to take home: real `torch.optim.Optimizer` classes over `core.stepping.rules`."""

from core.torch_optimizers.optimizers import SGDCG, AdamCG, AdamCM, MemorySettings, RMSpropCG
from core.torch_optimizers.sam import SAM

__all__ = ["SAM", "SGDCG", "AdamCG", "AdamCM", "MemorySettings", "RMSpropCG"]
