"""Deadlines under kills, a clock that is set wrong, and two servers: every consequence once, none while the clock is off.

Referrals are sent through the API; what their clocks did is read from the leaves (one act is one leaf) and from the
history that both sides see.
"""
import datetime
import os
import pathlib
import random
import sqlite3
import subprocess
import time

from instance import Client, Server, Tally, found_demo, run, sign_in, verify_log

REFERRALS = 6
SETTLE_S = 8
AFTER_JUMP_H = 30  # how far forward the clock is set; what was written then stays in the log
POINTS = ["agrees-to-interview", "told-purpose", "told-use-of-data", "told-research-use", "told-own-access",
          "told-storage-length", "told-how-to-withdraw"]
TOLD = "SELECT referral, what, count(*) FROM referral_history WHERE what IN ('reminder', 'overdue') GROUP BY referral, what"
LEAVES = "SELECT count(*) FROM log_leaf WHERE action_class = 'clock'"
LEFT = "SELECT count(*) FROM job WHERE kind IN ('clock.warn', 'clock.due') AND due <= {now}"


class Wall:
    """The wall clock of servers, moved while they run; the machine's own clock goes on as it is."""

    def __init__(self, library: pathlib.Path, scratch: pathlib.Path):
        self.file = scratch / "wall"
        self.wrapper = ["env", "FAKETIME_DONT_FAKE_MONOTONIC=1", "DONT_FAKE_MONOTONIC=1", "FAKETIME_NO_CACHE=1",
                        "ASAN_OPTIONS=verify_asan_link_order=0", f"LD_PRELOAD={library}",
                        f"FAKETIME_TIMESTAMP_FILE={self.file}"]
        self.set(0)

    def set(self, hours: float) -> None:
        self.hours = hours
        beside = self.file.with_suffix(".new")
        beside.write_text(f"{hours * 3600:+.0f}\n")
        beside.replace(self.file)

    def now_us(self) -> int:
        return int((time.time() + self.hours * 3600) * 1e6)


def send_urgent(client: Client, team: str, number: int) -> str:
    """A referral whose answer is due in 24 hours; its id."""
    label = f"Clock Canary {number}"
    _, made = client.call("POST", "/api/v1/cases", {"values": {
        "identity.names": [{"name": label, "script": "Latn", "kind": "as-written"}],
        "casework.age-class": {"class": "adult", "reason": "own-statement"},
        "casework.needs": ["shelter"]}})
    until = (datetime.date.today() + datetime.timedelta(days=60)).isoformat()
    status, basis = client.call("POST", f"/api/v1/cases/{made['id']}/bases", {
        "decision": "consent", "purpose": "assist", "receiver_team_id": team, "field_groups": ["needs"], "language": "en",
        "interpreter": {"used": True, "name": "Sworn interpreter"}, "points": POINTS, "until": until, "spoken_to": "person"})
    if status != 201:
        raise RuntimeError(f"no basis: {status} {basis}")
    status, sent = client.call("POST", "/api/v1/referrals", {
        "case_id": made["id"], "basis_id": basis["id"], "receiver_team_id": team, "need": "shelter",
        "fields": ["casework.needs"], "urgent": True})
    if status != 201:
        raise RuntimeError(f"not sent: {status} {sent}")
    return sent["id"]


def send_all(build: pathlib.Path, server: Server, accounts: list[dict]) -> list[str]:
    client = sign_in(build, server, next(a for a in accounts if "identifying-officer" in a["roles"]))
    _, teams = client.call("GET", "/api/v1/teams?service=shelter")
    team = next(item["id"] for item in teams["items"] if "shelter" in item["services"])
    sent = [send_urgent(client, team, number) for number in range(REFERRALS)]
    client.close()
    return sent


class Counts:
    """What the clocks have done so far, by any way to the database."""

    def __init__(self, ask):
        self.ask = ask

    def told(self) -> dict[tuple[str, str], int]:
        return {(row[0], row[1]): int(row[2]) for row in self.ask(TOLD)}

    def leaves(self) -> int:
        return int(self.ask(LEAVES)[0][0])

    def left(self, now_us: int) -> int:
        return int(self.ask(LEFT.format(now=now_us))[0][0])


def of_sqlite(folder: pathlib.Path) -> Counts:
    def ask(sql: str) -> list:
        with sqlite3.connect(folder / "opennrm.db", timeout=10) as database:
            return database.execute(sql).fetchall()
    return Counts(ask)


def of_postgresql(connection: str) -> Counts:
    def ask(sql: str) -> list:
        shown = subprocess.run(["psql", "-AtX", "-F", "\t", connection, "-c", sql], capture_output=True, text=True, timeout=60, check=True)
        return [line.split("\t") for line in shown.stdout.splitlines()]
    return Counts(ask)


def settle(counts: Counts, wall: Wall) -> int:
    """Waits until nothing is due; what is left. What a killed server had leased is free after a minute, which passes here."""
    for _ in range(4):
        deadline = time.monotonic() + SETTLE_S
        while (left := counts.left(wall.now_us())) and time.monotonic() < deadline:
            time.sleep(0.2)
        if not left:
            return 0
        wall.set(wall.hours + 0.03)
    return left


def judge(tally: Tally, when: str, counts: Counts, sent: list[str], before: tuple[int, int]) -> None:
    told = counts.told()
    missing = [(one, what) for one in sent for what in ("reminder", "overdue") if (one, what) not in told]
    twice = {key: count for key, count in told.items() if count != 1}
    tally.check(f"{when}: each warning and each missed answer was told", not missing, str(missing))
    tally.check(f"{when}: none was told twice", not twice, str(twice))
    leaves, lines = counts.leaves() - before[0], sum(told.values()) - before[1]
    tally.check(f"{when}: each consequence is one act", leaves == lines and lines >= 2 * len(sent), f"{leaves} leaves, {lines} told")


def test_clock_jumps(tally: Tally, build: pathlib.Path, folder: pathlib.Path, wall: Wall, accounts: list[dict]) -> list[str]:
    """Set a day forward, a year back and right again under a running server: nothing happens meanwhile."""
    server = Server(build, folder, wall.wrapper)
    server.start()
    sent = send_all(build, server, accounts)
    counts = of_sqlite(folder)
    before = (counts.told(), counts.leaves())
    said = lambda: (folder.parent / "server.log").read_text().count("the wall clock is more than an hour off")  # noqa: E731
    for number, (hours, name) in enumerate(((AFTER_JUMP_H, "a day forward"), (-24 * 365, "a year back")), start=1):
        wall.set(hours)
        time.sleep(3)
        tally.check(f"the clock {name}: held, and said", said() == number and (counts.told(), counts.leaves()) == before,
                    f"{said()} alarms; {counts.told()}")
        wall.set(0)
        time.sleep(2)
    tally.check("the clock set right: still nothing is due", (counts.told(), counts.leaves()) == before, str(counts.told()))
    server.stop()
    # The first start that finds running clocks notes which calendar they are counted by: an act of its own.
    again = Server(build, folder, wall.wrapper)
    again.start()
    time.sleep(1)
    again.stop()
    return sent


def test_killed_while_due(tally: Tally, build: pathlib.Path, folder: pathlib.Path, wall: Wall, sent: list[str],
                          draw: random.Random) -> None:
    """Later than any time the log has seen; killed again and again in the middle of it."""
    counts = of_sqlite(folder)
    before = (counts.leaves(), sum(counts.told().values()))
    wall.set(AFTER_JUMP_H + 20)
    for _ in range(8):
        server = Server(build, folder, wall.wrapper)
        server.start()
        time.sleep(draw.uniform(0, 0.25))
        server.kill()
    last = Server(build, folder, wall.wrapper)
    last.start()
    left = settle(counts, wall)
    tally.check("after kills nothing that was due is left", left == 0, str(left))
    time.sleep(2)
    last.stop()
    judge(tally, "killed while due", counts, sent, before)
    fault = verify_log(build, folder)
    tally.check("the log verifies after kills at due times", not fault, fault)


def test_two_servers(tally: Tally, build: pathlib.Path, scratch: pathlib.Path, wall: Wall, files: list[str], sent: list[str],
                     draw: random.Random) -> None:
    """Two on one PostgreSQL, one of them killed in the middle."""
    server = os.environ.get("NRM_TEST_POSTGRESQL")
    if not server:
        print("not run: no PostgreSQL to test with")
        return
    name = f"nrm_clocks_{os.getpid()}"
    ask = lambda sql: subprocess.run(["psql", "-AtX", f"{server} dbname=postgres", "-c", sql], capture_output=True, text=True, timeout=60)  # noqa: E731
    ask(f"CREATE DATABASE {name}")
    try:
        folder = scratch / "shared"
        run(build, "restore", str(folder), *files, "--database", f"postgresql:{server} dbname={name}")
        counts = of_postgresql(f"{server} dbname={name}")
        before = (counts.leaves(), sum(counts.told().values()))
        wall.set(25)
        first, second = Server(build, folder, wall.wrapper), Server(build, folder, wall.wrapper)
        first.start()
        second.start()
        time.sleep(draw.uniform(0, 0.3))
        first.kill()
        again = Server(build, folder, wall.wrapper)
        again.start()
        left = settle(counts, wall)
        tally.check("two servers leave nothing that was due", left == 0, str(left))
        time.sleep(2)
        again.stop()
        second.stop()
        judge(tally, "two servers", counts, sent, before)
    finally:
        Server.stop_all()
        ask(f"DROP DATABASE {name} WITH (FORCE)")


def test_clocks(tally: Tally, build: pathlib.Path, scratch: pathlib.Path, library: pathlib.Path, draw: random.Random) -> None:
    base = scratch / "deadlines"
    folder = base / "instance"
    accounts = found_demo(build, folder)
    wall = Wall(library, base)
    sent = test_clock_jumps(tally, build, folder, wall, accounts)
    passphrase = base / "passphrase"
    passphrase.write_text("a passphrase of the tests\n")
    files = ["--data", str(base / "data"), "--keys", str(base / "keys"), "--passphrase-file", str(passphrase)]
    run(build, "backup", str(folder), *files)
    test_two_servers(tally, build, base, wall, [*files, "--erasures", str(folder / "erasures")], sent, draw)
    test_killed_while_due(tally, build, folder, wall, sent, draw)
