"""One whole portal: services, schema, files, then web, worker and beat."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from config.launcher import programs
from config.launcher.console import CannotGoOn, say
from config.launcher.entrance import Entrance, HallEntrance
from config.launcher.postgres import APPLICATION
from config.launcher.services import Services
from config.launcher.state import ROOT, State, base
from config.launcher.steps import answer, manage
from config.launcher.stopping import StopWish
from config.launcher.supervisor import Supervisor

DEMO = "demo"
PORTAL = "portal"
PRACTICE = "practice"
INSTANCES = (PORTAL, DEMO, PRACTICE)
# A practice stands beside the portal in earnest, at a door of its own.
PRACTICE_PORTS = {False: "8100", True: "8444"}
HALL_FACTS = ("PORTAL_HALL", "PORTAL_HALL_FINGERPRINT")
FIRST_ADMINISTRATOR = "/khoi-tao/"
ANNOUNCED = (
    "DATABASE_URL",
    "REDIS_URL",
    "PORTAL_SECRET_KEY",
    "PORTAL_INSTANCE",
    "PORTAL_VAR",
    "PORTAL_BACKUPS",
    "PORTAL_PG_BIN",
)


class Portal:
    """The portal of one state folder, from nothing to its address and back."""

    def __init__(self, instance: str, stop: StopWish, *, hall: bool = False) -> None:
        self.instance = instance
        self.stop = stop
        self.state = State(base() / instance)
        self.supervisor = Supervisor(stop)
        self.services = Services(self.state, self.supervisor, lasting=True)
        folder = self.state.folder / "hall"
        self.entrance = HallEntrance(folder=folder) if hall else Entrance()
        self.began = time.monotonic()

    def run(self) -> None:
        """Run until somebody asks to stop."""
        with self._alone("Đang dừng…", "Cổng đã dừng."), ExitStack() as stack:
            # Before anything is started: a door that does not open ends it at once.
            self.entrance.open(stack)
            self._run()

    @contextmanager
    def with_its_database(self) -> Iterator[dict[str, str]]:
        """The database without the portal, and the environment of who cares for it."""
        with self._alone():
            self.services.start_database()
            env = self._environment()
            yield env | {"DATABASE_OWNER_URL": self.services.migrating_url}

    def upgrade(self) -> None:
        """Back up, then bring tables and files up to this version."""
        with self._alone():
            self.services.start_database()
            env = self._environment()
            self._migrate(env, "--back-up-always")
            self._collect_static(env)

    def remember_demo_data(self, env: dict[str, str]) -> None:
        """Note that the demo's data are there already."""
        self.state.stamp("demo", _where(env))

    @contextmanager
    def _alone(self, *farewell: str) -> Iterator[None]:
        """Hold the folder, and at the end leave nothing that runs."""
        first, last = farewell or ("", "")
        with self.state.held():
            self.state.sweep()
            try:
                yield
            finally:
                _say_if_anything(first)
                self.supervisor.stop_all()
                self.state.fall_silent()
                _say_if_anything(last)

    def _run(self) -> None:
        self.services.start()
        self._tell("Cơ sở dữ liệu và hàng đợi sẵn sàng")
        env = self._environment()
        self._migrate(env)
        self._collect_static(env)
        if self.instance == DEMO:
            self._load_demo(env)
        self.state.announce(
            {name: env[name] for name in ANNOUNCED if name in env},
            # A second terminal means the portal in earnest, not its practice.
            foremost=self.instance != PRACTICE,
        )
        self.supervisor.start(
            *programs.workers(self.state, env, prepare=self.services.before_worker),
            programs.beat(self.state, env),
        )
        self.supervisor.start(programs.web(self.state, env, entrance=self.entrance))
        self._print_card(env)
        self._greet(env)
        self.supervisor.watch()

    def _environment(self) -> dict[str, str]:
        given = {k: v for k, v in os.environ.items() if not k.startswith("PG")}
        own_programs = self.services.postgres_programs
        return {
            **self.entrance.defaults,
            "PORTAL_SECRET_KEY": self.state.secret_key(),
            "PORTAL_BACKUPS": str(self.state.folder / "backups"),
            **{k: v for k, v in given.items() if k != "DATABASE_OWNER_URL"},
            "DJANGO_SETTINGS_MODULE": "config.settings.prod",
            "PYTHONUNBUFFERED": "1",
            "PORTAL_INSTANCE": self.instance,
            "PORTAL_VAR": str(self.state.folder),
            "DATABASE_URL": self.services.database_url,
            "REDIS_URL": self.services.redis_url,
            **({"PORTAL_PG_BIN": str(own_programs)} if own_programs else {}),
            **(self.entrance.env if self.entrance.doors else {}),
        }

    def _migrate(self, env: dict[str, str], *words: str) -> None:
        """Bring the tables up to this version; a change of theirs backs up before."""
        folder = Path(env["PORTAL_BACKUPS"])
        before = set(folder.glob("*.saoluu"))
        as_owner = env | {"DATABASE_URL": self.services.migrating_url}
        role = ("--role", self._application_role()) if self.services.owner_url else ()
        manage(self.state, self.stop, as_owner, "bring_up_to_date", *role, *words)
        for path in sorted(set(folder.glob("*.saoluu")) - before):
            say(f"Đã sao lưu trước khi nâng cấp: {path}")
        self._tell("Lược đồ dữ liệu đúng phiên bản")

    def _application_role(self) -> str:
        """The role in the portal's own address; ours where the server is ours."""
        return urlsplit(self.services.database_url).username or APPLICATION

    def _print_card(self, env: dict[str, str]) -> None:
        """Make the card for the hall's tables; it is no reason to stay shut."""
        facts = "".join(env.get(name, "") for name in HALL_FACTS)
        card = self.state.folder / "hall" / "card.pdf"
        if not facts or (card.exists() and self.state.is_stamped("card", facts)):
            return
        try:
            manage(self.state, self.stop, env, "hall_card")
            self.state.stamp("card", facts)
        except CannotGoOn as reason:
            say(str(reason))

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
        if self.state.is_stamped("demo", _where(env)):
            return
        manage(self.state, self.stop, env, "load_demo")
        self.remember_demo_data(env)
        self._tell("Dữ liệu trình diễn đã nạp")

    def _greet(self, env: dict[str, str]) -> None:
        self._tell("Cổng sẵn sàng")
        self.entrance.greet()
        accounts = self.state.folder / "demo-accounts.txt"
        if self.instance == DEMO:
            if accounts.exists():
                say(accounts.read_text(encoding="utf-8"))
        elif code := answer(env, "first_administrator_code"):
            say(f"Chưa có quản trị viên. Lập ở {FIRST_ADMINISTRATOR} của địa chỉ trên,")
            say(f"với mã dùng một lần: {code}\n")
        say("Nhấn Ctrl-C để dừng tất cả.")

    def _tell(self, fact: str) -> None:
        seconds = f"{time.monotonic() - self.began:.1f}".replace(".", ",")
        say(f"{fact} ({seconds} giây).")


def _say_if_anything(sentence: str) -> None:
    if sentence:
        say(sentence)


def _where(env: dict[str, str]) -> str:
    """What a database is known by, without its password."""
    return hashlib.sha256(env["DATABASE_URL"].encode()).hexdigest()


def _fingerprint_of_static() -> str:
    """Changes when a file under static/ does, or a package that brings some."""
    found = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            facts = path.stat()
            found.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return found.hexdigest()
