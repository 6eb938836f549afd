"""One whole portal: services, schema, files, then web, worker and beat."""

import hashlib
import os
import time
from contextlib import closing

from config.launcher import programs
from config.launcher.console import say
from config.launcher.postgres import APPLICATION
from config.launcher.services import Services
from config.launcher.state import ROOT, State, base
from config.launcher.steps import answer, manage
from config.launcher.stopping import StopWish
from config.launcher.supervisor import Supervisor

DEMO = "demo"
ANNOUNCED = (
    "DATABASE_URL",
    "REDIS_URL",
    "PORTAL_SECRET_KEY",
    "PORTAL_INSTANCE",
    "PORTAL_VAR",
)


class Portal:
    """The portal of one state folder, from nothing to its address and back."""

    def __init__(self, instance: str, stop: StopWish) -> None:
        self.instance = instance
        self.stop = stop
        self.state = State(base() / instance)
        self.supervisor = Supervisor(stop)
        self.services = Services(self.state, self.supervisor, lasting=True)
        self.began = time.monotonic()

    def run(self) -> None:
        """Run until somebody asks to stop."""
        with self.state.held():
            self.state.sweep()
            try:
                self._run()
            finally:
                say("Đang dừng…")
                self.supervisor.stop_all()
                self.state.fall_silent()
                say("Cổng đã dừng.")

    def _run(self) -> None:
        self.services.start()
        self._tell("Cơ sở dữ liệu và hàng đợi sẵn sàng")
        env = self._environment()
        self._migrate(env)
        self._collect_static(env)
        if self.instance == DEMO:
            self._load_demo(env)
        with closing(programs.open_door()) as door:
            self.state.announce({name: env[name] for name in ANNOUNCED})
            self.supervisor.start(
                *programs.workers(self.state, env, prepare=self.services.before_worker),
                programs.beat(self.state, env),
            )
            self.supervisor.start(programs.web(self.state, env, door=door))
            self._greet(env, port=door.getsockname()[1])
            self.supervisor.watch()

    def _environment(self) -> dict[str, str]:
        given = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        return {
            "PORTAL_SECURE": "0",
            "PORTAL_HOSTS": "127.0.0.1,localhost",
            "PORTAL_SECRET_KEY": self.state.secret_key(),
            **{k: v for k, v in given.items() if k != "DATABASE_OWNER_URL"},
            "DJANGO_SETTINGS_MODULE": "config.settings.prod",
            "PYTHONUNBUFFERED": "1",
            "PORTAL_INSTANCE": self.instance,
            "PORTAL_VAR": str(self.state.folder),
            "DATABASE_URL": self.services.database_url,
            "REDIS_URL": self.services.redis_url,
        }

    def _migrate(self, env: dict[str, str]) -> None:
        as_owner = env | {"DATABASE_URL": self.services.migrating_url}
        manage(self.state, self.stop, as_owner, "migrate", "--noinput")
        if self.services.owner_url:
            words = ("grant_application_role", APPLICATION)
            manage(self.state, self.stop, as_owner, *words)
        self._tell("Lược đồ dữ liệu đúng phiên bản")

    def _collect_static(self, env: dict[str, str]) -> None:
        now = _fingerprint_of_static()
        gathered = (self.state.folder / "static").exists()
        if gathered and self.state.is_stamped("static", now):
            return
        words = ("collectstatic", "--noinput", "--clear")
        manage(self.state, self.stop, env, *words)
        self.state.stamp("static", now)
        self._tell("Tệp tĩnh đã gom")

    def _load_demo(self, env: dict[str, str]) -> None:
        where = hashlib.sha256(env["DATABASE_URL"].encode()).hexdigest()
        if self.state.is_stamped("demo", where):
            return
        manage(self.state, self.stop, env, "load_demo")
        self.state.stamp("demo", where)
        self._tell("Dữ liệu trình diễn đã nạp")

    def _greet(self, env: dict[str, str], *, port: int) -> None:
        self._tell("Cổng sẵn sàng")
        say(f"\n    http://127.0.0.1:{port}/\n")
        accounts = self.state.folder / "demo-accounts.txt"
        if self.instance == DEMO:
            if accounts.exists():
                say(accounts.read_text(encoding="utf-8"))
        elif code := answer(env, "first_administrator_code"):
            say("Chưa có tài khoản nào. Mở địa chỉ trên để lập quản trị viên đầu tiên,")
            say(f"với mã dùng một lần: {code}\n")
        say("Nhấn Ctrl-C để dừng tất cả.")

    def _tell(self, fact: str) -> None:
        seconds = f"{time.monotonic() - self.began:.1f}".replace(".", ",")
        say(f"{fact} ({seconds} giây).")


def _fingerprint_of_static() -> str:
    """Changes when a file under static/ does, or a package that brings some."""
    found = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            facts = path.stat()
            found.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return found.hexdigest()
