"""`make demo`: throws the data of this local copy away and loads the demo province anew."""

import os
import shutil
import subprocess
import sys

from config.local import defaults, keeper, locks, paths, postgres


def main() -> None:
    """Empty the embedded database and the stored files, then migrate and seed; never touches a database of one's own."""
    if os.environ.get("DATABASE_URL"):
        raise SystemExit("make demo chỉ làm lại cơ sở dữ liệu đi kèm; DATABASE_URL đang trỏ tới nơi khác.")
    if not locks.take_alone(locks.open_lock("run")):
        raise SystemExit("Bản này đang chạy: hãy dừng make run rồi gọi make demo.")
    keeper.use("development")
    postgres.Cluster("development").empty()
    shutil.rmtree(defaults.storage_folder(), ignore_errors=True)
    done = subprocess.run([sys.executable, "-m", "config.prepare"], cwd=paths.ROOT)
    if done.returncode != 0:
        raise SystemExit("Không nạp được tỉnh mẫu; lý do ở các dòng trên.")
    print("Tỉnh mẫu đã được nạp lại. Chạy: make run")


if __name__ == "__main__":
    main()
