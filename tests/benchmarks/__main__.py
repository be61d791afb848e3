"""Run the benchmarks and print each as a ratio: `python -m tests.benchmarks [NAME …]`."""

from __future__ import annotations

import os
import sys

from app.running.products import multiply_in_one_thread

multiply_in_one_thread()  # as the program does, before it needs numpy
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main(names: list[str]) -> int:
    """Run the benchmarks named, or all of them; 2 for a name that is not one."""
    import torch

    from tests.benchmarks import (
        first_result,
        mathematics,
        networks,
        planes,
        studies,
        study_page,
        surface,
        ticks,
        training,
        video,
        window,
    )

    torch.set_num_threads(1)
    # The window first: it is a person's, in which nothing else has been before.
    rooms = (
        window,
        mathematics,
        networks,
        planes,
        training,
        studies,
        first_result,
        ticks,
        study_page,
        surface,
        video,
    )
    every = [bench for room in rooms for bench in room.BENCHMARKS]
    benchmarks = {bench.__name__: bench for bench in every}
    unknown = sorted(set(names) - set(benchmarks))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(benchmarks)}")
        return 2
    print(f"{'':<66} {'ratio':>9} {'target':>8}")
    for name, bench in benchmarks.items():
        if not names or name in names:
            for result in bench():
                print(result, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
