"""Several people acting in the same moment: threads with connections of their own, for tests with `transaction=True`."""

import threading
from collections.abc import Callable

from django.db import connection

from core.errors import DomainError


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads that start together; what each ended with: "done" or the name of the refusal."""
    outcomes: list[str] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
        except DomainError as refusal:
            outcomes.append(type(refusal).__name__)
        else:
            outcomes.append("done")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
