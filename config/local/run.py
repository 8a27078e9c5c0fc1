"""`make run`: the whole site on this machine, until Ctrl-C."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from config import environment
from config.local import defaults, keeper, locks, paths, postgres, processes, supervisor, valkey

WEB_PATIENCE = 60.0
ACCOUNTS_FILE = paths.VAR / "demo-accounts.txt"
PASSING_FILES = paths.VAR / "tmp"  # of this run's parts: what a killed one leaves behind goes with the run


def main() -> None:
    """Start everything, print where it is, and keep it alive; refuses when it already runs or the port is taken."""
    processes.die_with_parent(signal.SIGTERM)
    signal.signal(signal.SIGINT, _end)  # also where a script started us in the background, deaf to Ctrl-C
    signal.signal(signal.SIGTERM, _end)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # under nohup we stay
        signal.signal(signal.SIGHUP, _end)
    port = _port()
    if not locks.take_alone(locks.open_lock("run")):
        raise SystemExit("Bản này đang chạy rồi (make run ở cửa sổ khác). Hãy dừng nó trước.")
    bind = environment.text("BIND", "127.0.0.1")
    _refuse_taken_port(bind, port)
    os.environ["DEPLOYMENT"] = "local"
    watched = supervisor.Supervisor(say)
    try:
        _start(watched, bind, port)
        _greet(bind, port)
        watched.watch()
    except KeyboardInterrupt:
        say("Đang dừng …")
    except (postgres.PostgresFailed, valkey.ValkeyFailed) as problem:
        raise SystemExit(str(problem)) from problem
    finally:
        watched.stop()
        shutil.rmtree(PASSING_FILES, ignore_errors=True)
    say(f"Đã dừng hết. Dữ liệu còn trong {paths.server_home(processes.server_account())}.")


def say(line: str) -> None:
    """One line on the screen with its time; a closed terminal is no reason to die."""
    try:
        print(f"[{time.strftime('%H:%M:%S')}] {line}", flush=True)
    except OSError:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - for the rest of the run


def _start(watched: supervisor.Supervisor, bind: str, port: int) -> None:
    if not os.environ.get("DATABASE_URL"):
        say("PostgreSQL …")
        watched.add(_database())
    if not os.environ.get("CELERY_BROKER_URL"):
        say("Valkey …")
        broker = valkey.Broker("development")
        watched.add(supervisor.Part("Valkey", broker.start, broker.stop))
    _prepare()
    shutil.rmtree(PASSING_FILES, ignore_errors=True)  # of a run that was killed
    PASSING_FILES.mkdir(exist_ok=True)
    say("Trang web, tiến trình nền, lịch …")
    os.environ["WEB_BIND"] = f"{bind}:{port}"
    watched.add(_python_part("Trang web", "web", ["-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"], 12))
    watched.add(_python_part("Tiến trình nền", "worker", ["-m", "config.background", "worker"], 8))
    watched.add(_python_part("Lịch", "beat", ["-m", "config.background", "beat"], 5))
    _wait_for_web(watched, bind, port)


def _database() -> supervisor.Part:
    cluster = postgres.Cluster("development")
    owner_lock = keeper.take_over("development")
    return supervisor.Part("PostgreSQL", lambda: cluster.start(owner_lock), cluster.stop)


def _python_part(name: str, log_name: str, words: Sequence[str], patience: float) -> supervisor.Part:
    log_file = paths.VAR / "log" / f"{log_name}.log"

    def start() -> "subprocess.Popen[bytes]":
        with paths.log(log_file) as log:
            command = [sys.executable, *words]
            own = os.environ | {"TMPDIR": str(PASSING_FILES)}
            return processes.spawn(command, death_signal=signal.SIGKILL, environment=own, folder=paths.ROOT, output=log)

    stop: Callable[[subprocess.Popen[bytes]], None] = lambda child: processes.stop(child, signal.SIGTERM, patience)  # noqa: E731
    return supervisor.Part(name, start, stop)


def _prepare() -> None:
    command = [sys.executable, "-m", "config.prepare"]
    child = processes.spawn(command, death_signal=signal.SIGKILL, folder=paths.ROOT)
    try:
        code = child.wait()
    except KeyboardInterrupt:
        processes.stop(child, signal.SIGTERM, patience=5)
        raise
    if code != 0:
        raise SystemExit("Không chuẩn bị được cơ sở dữ liệu; lý do ở các dòng trên.")


def _wait_for_web(watched: supervisor.Supervisor, bind: str, port: int) -> None:
    deadline = time.monotonic() + WEB_PATIENCE
    while not _web_answers(bind, port):
        web = next(part.child for part in watched.parts if part.name == "Trang web")
        if time.monotonic() > deadline or (web is not None and web.poll() is not None):
            raise SystemExit(f"Trang web không trả lời, xem {paths.VAR / 'log' / 'web.log'}.")
        time.sleep(0.1)


def _web_answers(bind: str, port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1" if bind == "0.0.0.0" else bind, port, timeout=10)  # noqa: S104
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def _greet(bind: str, port: int) -> None:
    names = [name.strip() for name in os.environ.get("ALLOWED_HOSTS", "").split(",") if name.strip()]
    foreign = [name for name in names if name not in defaults.LOOPBACK_NAMES]
    print(f"\n  Mở trình duyệt: http://{foreign[0] if foreign else '127.0.0.1'}:{port}")
    if ACCOUNTS_FILE.is_file():
        print("\n" + "\n".join(f"  {line}" for line in ACCOUNTS_FILE.read_text().splitlines()))
    print("\n  Dừng: Ctrl-C.  Nhật ký: var/log/.  Làm lại tỉnh mẫu: make demo.\n", flush=True)
    if foreign or bind not in ("127.0.0.1", "localhost", "::1"):
        where = foreign[0] if foreign else bind
        say(
            f"CHÚ Ý: trang mở dưới tên {where} bằng HTTP thường, nên mật khẩu, cookie và bản kiểm điểm đi qua mạng "
            "không mã hóa và cookie không mang được tên __Host-; chỉ dùng để thử. Dùng thật: HTTPS và "
            "DEPLOYMENT=production (xem .env.example)."
        )


def _port() -> int:
    port = environment.whole_number("PORT", 8000, low=1, high=65535)
    os.environ["PORT"] = str(port)
    return port


def _refuse_taken_port(bind: str, port: int) -> None:
    try:
        with socket.create_server((bind, port)):
            pass
    except OSError as problem:
        raise SystemExit(
            f"Không mở được {bind}:{port} ({problem.strerror}): hãy chọn cổng khác, ví dụ: PORT={port + 1} make run."
        ) from problem


def _end(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    paths.fail_in_one_sentence(main)
