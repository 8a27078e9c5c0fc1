"""`make bench`: seed a province of 1,000 and one of 5,000 people, measure pages and papers, print one table.

`python -m tests.bench [--keep] [people …]`: other sizes; `--keep` leaves the databases to be looked at.
`python -m tests.bench --items 200000 [people]`: so many items of remediation in one province, and the pages that read them.
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
PEOPLE_WITH_MANY_ITEMS = 3000
ITEMS = "--items"
BUSY = 1.5


def main() -> None:
    """Bring up what is needed in a corner of its own, and clear it away afterwards."""
    words = sys.argv[1:]
    items = int(words.pop(words.index(ITEMS) + 1)) if ITEMS in words else 0
    asked = sorted(int(word) for word in words if word.isdigit())
    sizes = tuple(asked[:1] or [PEOPLE_WITH_MANY_ITEMS]) if items else tuple(asked) or SIZES
    made = {*sizes} if items else {*sizes, digests.PEOPLE}
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
        for people in made:
            databases.copy_bare(people)
        django.setup()
        from tests.bench import run  # needs Django, and Django the environment

        if items:
            run.run_items(sizes[0], items, databases, begun)
        else:
            run.run(sizes, databases, begun)
    finally:
        broker.stop(broker_process)
        if "--keep" not in words:
            databases.drop(*made)
        shutil.rmtree(FOLDER / "storage", ignore_errors=True)


if __name__ == "__main__":
    main()
