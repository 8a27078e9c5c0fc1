"""`python3 -m config.local <verb>`: brings what is missing with the system's Python, then goes on in the installed one."""

import os
import sys

from config.local import install, paths

VERBS = {
    # verb: (module that does it, whether it needs the parts for tests)
    "install": (None, False),
    "run": ("config.local.run", False),
    "test": ("config.local.checks", True),
    "check": ("config.local.checks", True),
    "demo": ("config.local.demo", False),
    "shell": ("manage", False),
    "bench": ("tests.bench", True),
    "bench-papers": ("tests.bench.paper_rates", True),
    "hammer": ("tests.bench.hammer", True),
    "screenshots": ("tests.browser.screenshots", True),
}


def main() -> None:
    """Do one verb; says what there is when it does not know it."""
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb not in VERBS:
        raise SystemExit(f"Không có lệnh {verb!r}; có: {', '.join(VERBS)}.")
    os.chdir(paths.ROOT)
    module, for_tests = VERBS[verb]
    paths.fail_in_one_sentence(lambda: install.everything(for_tests=for_tests))
    if module is not None:
        python = str(paths.VENV / "bin" / "python")
        os.environ.setdefault("DEPLOYMENT", "local")
        os.execv(python, [python, "-m", module, *([verb] if verb in ("test", "check", "shell") else []), *sys.argv[2:]])  # noqa: S606


if __name__ == "__main__":
    main()
