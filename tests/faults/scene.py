"""Run inside a copy under test: a commune with thousands of members, and the generation of its reviews on its way.

Prints the id of the job. The people are rows made in bulk, because how they came there is not what is tested.
"""

import sys

import django

MEMBERS = 3000


def main() -> None:
    """Build one commune and open a cycle over it."""
    from cadres.models import Cadre, CellMembership
    from cadres.roles import Role
    from reviews.actions.cycles import open_cycle
    from tests.factories.organisation import LONG_AGO, acting, make_account, make_unit
    from tests.factories.reviews import drafted_cycle
    from units.models import Unit

    mark = sys.argv[1]
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
    print(f"job {job.pk}", flush=True)


if __name__ == "__main__":
    django.setup()
    main()
