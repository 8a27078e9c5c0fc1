"""Run inside a copy under test: work on its way to the worker. Prints the ids of the jobs.

`generation MARK`: a commune with thousands of members, and the generation of its reviews. The people are rows made in
bulk, because how they came there is not what is tested. `printing`: two papers for two processes.
"""

import sys
from collections.abc import Callable, Iterable

import django

MEMBERS = 2000


def generation(mark: str) -> Iterable[int]:
    """Build one commune and open a cycle over it."""
    from cadres.models import Cadre, CellMembership
    from cadres.roles import Role
    from reviews.actions.cycles import open_cycle
    from tests.factories.organisation import LONG_AGO, acting, make_account, make_unit
    from tests.factories.reviews import drafted_cycle
    from units.models import Unit

    province = Unit.objects.filter(parent=None).first() or make_unit("Đảng bộ tỉnh thử")
    commune = make_unit(f"Đảng bộ xã {mark}", province)
    cell = make_unit(f"Chi bộ {mark}", commune, kind_code="chi-bo")
    people = Cadre.objects.bulk_create(
        [Cadre(code=f"{mark}-{number}", full_name="Nguyễn Văn An") for number in range(MEMBERS)], batch_size=1000
    )
    CellMembership.objects.bulk_create(
        [CellMembership(cadre=one, unit=cell, started_on=LONG_AGO) for one in people], batch_size=1000
    )
    staff = acting(make_account(f"cv-{mark}", (Role.STAFF, commune)))
    cycle = drafted_cycle(commune, staff)
    _, job = open_cycle(cycle_id=cycle.pk, version=cycle.version, actor=staff)
    return [job.pk]


def printing() -> Iterable[int]:
    """Ask for the paper of a written review with and without the table of 135 rows."""
    from reviews.actions.reports import request_report
    from tests.reviews.reports import written

    world = written.province()
    about, actor = written.collective(world).pk, world.actor("thuky")
    for appendix in (True, False):
        yield request_report(kind="collective_review", about=about, actor=actor, appendix=appendix).pk


SCENES: dict[str, Callable[..., Iterable[int]]] = {"generation": generation, "printing": printing}

if __name__ == "__main__":
    django.setup()
    for number in SCENES[sys.argv[1]](*sys.argv[2:]):
        print(f"job {number}", flush=True)
