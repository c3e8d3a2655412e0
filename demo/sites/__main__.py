"""`python -m demo.sites`: serves the fictitious sites until SIGTERM or Ctrl-C.

Prints one line of JSON when all of them answer: {"board": "http://127.0.0.1:8801", "channel": …}.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from datetime import date

from demo.sites.server import Sites
from demo.sites.world import SITES
from waymark.errors import WaymarkError


def main() -> int:
    """Serves until a signal; 0 after SIGTERM or SIGINT, else the error's exit status."""
    asked = _arguments()
    ports = asked.ports or [asked.port_base + offset if asked.port_base else 0 for offset in range(len(SITES))]
    ends = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # before the threads start, so that none of them is interrupted
    try:
        sites = Sites(host=asked.host, ports=ports, edition=asked.edition, today=asked.today).start()
    except WaymarkError as error:
        sys.stderr.write(f"waymark: {error}\n")
        return error.exit_code
    sys.stdout.write(json.dumps(sites.urls) + "\n")
    sys.stdout.flush()
    signal.sigwait(ends)
    sites.stop()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m demo.sites",
        description="The demo's fictitious web sites, on loopback.",
        epilog="Example: python -m demo.sites --port-base 8801 --edition 2",
    )
    parser.add_argument("--host", default="127.0.0.1", help="a loopback address")
    parser.add_argument("--port-base", type=int, default=0, help="first of four ports in a row; 0: any free ones")
    parser.add_argument("--ports", type=int, nargs=len(SITES), metavar=("BOARD", "CHANNEL", "THREAD", "FEED"))
    parser.add_argument("--edition", type=int, default=1, help="which edition of edited ads is shown (1, 2 …)")
    parser.add_argument("--today", type=date.fromisoformat, help="day the ads' dates count back from (YYYY-MM-DD)")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
