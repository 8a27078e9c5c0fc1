"""`make bench`: seed a province of 1,000 and one of 5,000 people, measure pages and papers, print one table.

`python -m tests.bench [--keep] [people …]`: other sizes; `--keep` leaves the databases to be looked at.
"""

import os
import shutil
import sys
import time

import django

from config.local import valkey
from tests.bench import digests, environment
from tests.bench.databases import FOLDER, Databases

SIZES = (1000, 5000)
BUSY = 1.5


def main() -> None:
    """Bring up what is needed in a corner of its own, and clear it away afterwards."""
    words = sys.argv[1:]
    sizes = tuple(sorted(int(word) for word in words if word.isdigit())) or SIZES
    begun = time.monotonic()
    if os.getloadavg()[0] > BUSY:
        print(f"Máy đang bận (tải {os.getloadavg()[0]:.1f}): mili giây sẽ cao hơn thường ngày, tỷ lệ thì ít đổi.")
    broker = valkey.Broker("bench")
    broker_process = broker.start()
    databases = Databases()
    try:
        environment.lay(databases.url(databases.name(sizes[0])), broker.socket)
        print("Cơ sở dữ liệu để đo …", flush=True)
        databases.make_bare()
        for people in {*sizes, digests.PEOPLE}:
            databases.copy_bare(people)
        django.setup()
        from tests.bench import run  # needs Django, and Django the environment

        run.run(sizes, databases, begun)
    finally:
        broker.stop(broker_process)
        if "--keep" not in words:
            databases.drop(*{*sizes, digests.PEOPLE})
        shutil.rmtree(FOLDER / "storage", ignore_errors=True)


if __name__ == "__main__":
    main()
