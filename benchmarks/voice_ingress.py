"""How many events of voice agents a second the door takes, beside a bare application that commits each alone.

    python benchmarks/voice_ingress.py [--requests 4000] [--rounds 3]

As ingress.py measures WhatsApp, on both disks, with the same bare application, which verifies the provider's signature.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import ingress
from measuring import bare, figures, machine
from measuring.database import both_disks, found_benchmark_organisation, prepare
from measuring.figures import Figure
from measuring.retell_load import measure

QUICK = "bare, 1 connection"


def set_up() -> None:
    """A prepared database with one account; `baraza` may only be imported once Django is set up."""
    prepare()
    from baraza.core.ingress.connections import open_connection

    open_connection(
        organisation_id=found_benchmark_organisation(),
        source="voice.retell",
        name="Benchmark",
        secrets={"api_key": bare.SECRET.decode()},
        options={},
        path_token=ingress.TOKEN,
    )


VOICE = ingress.Provider(name="Voice", path=f"/in/voice.retell/{ingress.TOKEN}/", measure=measure, prepared_by=set_up)


def main(arguments: Sequence[str] | None = None) -> int:
    options = figures.parser(__doc__)
    options.add_argument("--requests", type=int, default=4_000, help="per server and round")
    options.add_argument("--concurrency", type=int, default=50)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args(arguments)
    requests, rounds, quiet = (100, 1, 0.0) if chosen.quick else (chosen.requests, chosen.rounds, chosen.patience)
    os.environ["BARE_PROVIDER"] = "retell"
    made: list[Figure] = []
    for disk, server in both_disks(quick=chosen.quick):
        print(f"{disk}: {machine.describe(server, and_its_disk=not chosen.quick)}")
        size = {"requests": requests, "concurrency": chosen.concurrency, "rounds": rounds}
        # That all of the others run is what a quick run of ingress.py shows.
        beside = {which: ingress.ALL[which] for which in ([QUICK] if chosen.quick else ingress.ALL)}
        found = ingress.measure_all(
            server,
            **size,
            quiet_seconds=quiet,
            provider=VOICE,
            warmed=not chosen.quick,
            beside=beside,
        )
        samples = f"{rounds} × {requests}, concurrency {chosen.concurrency}"
        made += ingress.summarise(found, disk=disk, samples=samples, provider=VOICE)
    figures.publish(made, file=chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
