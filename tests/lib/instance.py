"""A demonstration instance run as a process of its own, for tests that kill it, starve it or look at its files."""
import http.client
import json
import pathlib
import re
import shutil
import signal
import ssl
import subprocess
import time
import uuid


class Server:
    """One `opennrm serve` over a folder; stopped by process id."""

    started: list["Server"] = []

    def __init__(self, build: pathlib.Path, folder: pathlib.Path, wrapper: list[str] | None = None,
                 more: list[str] | None = None):
        self.build, self.folder, self.wrapper, self.more = build, folder, wrapper or [], more or []
        self.process = None
        self.port = 0

    def start(self, timeout_s: float = 60) -> None:
        log = open(self.folder.parent / "server.log", "ab")
        log_at = log.tell()
        self.process = subprocess.Popen(
            [*self.wrapper, str(self.build / "bin/opennrm"), "serve", str(self.folder), "--port", "0", "--health-port", "0",
             *self.more],
            stdout=log, stderr=log, start_new_session=True)
        Server.started.append(self)
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            text = (self.folder.parent / "server.log").read_bytes()[log_at:].decode(errors="replace")
            if found := re.search(r"https://[^\s:]+:(\d+)", text):
                self.port = int(found[1])
                return
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}: {text[-2000:]}")
            time.sleep(0.02)
        raise RuntimeError("the server did not start in time")

    @classmethod
    def stop_all(cls) -> None:
        """What a test that broke off has left running."""
        for server in cls.started:
            server.stop()
        cls.started.clear()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self, timeout_s: float = 20) -> int:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode if self.process else 0


# Preloaded, never its `faketime` program: that refuses to start where a killed process of the same number left its semaphore.
FAKETIME = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
REST_S = 5  # below the server's patience with a connection that says nothing


class Client:
    """One signed-in member. Not for two threads at once."""

    def __init__(self, server: Server, cookie: str = ""):
        self.server, self.cookie, self.connection, self.used_at = server, cookie, None, 0.0

    def call(self, method: str, path: str, body: dict | None = None, headers: dict | None = None):
        """Status and parsed body; raises OSError or HTTPException where the connection broke."""
        if time.monotonic() > self.used_at + REST_S:
            self.close()
        self.used_at = time.monotonic()
        if self.connection is None:
            context = ssl._create_unverified_context()
            self.connection = http.client.HTTPSConnection("127.0.0.1", self.server.port, timeout=30, context=context)
        send = {"X-NRM": "1", "Accept": "application/json", **(headers or {})}
        if self.cookie:
            send["Cookie"] = self.cookie
        data = None
        if body is not None:
            data, send["Content-Type"] = json.dumps(body).encode(), "application/json"
            send.setdefault("Idempotency-Key", str(uuid.uuid4()))
        try:
            self.connection.request(method, path, body=data, headers=send)
            answer = self.connection.getresponse()
            raw = answer.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if cookie := answer.getheader("Set-Cookie"):
            self.cookie = cookie.split(";")[0]
        if answer.getheader("Connection", "").lower() == "close":
            self.close()
        kind = answer.getheader("Content-Type", "")
        return answer.status, json.loads(raw) if raw and "json" in kind else raw

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = None


def run(build: pathlib.Path, *words: str, check: bool = True, **kwargs) -> subprocess.CompletedProcess:
    result = subprocess.run([str(build / "bin/opennrm"), *words], capture_output=True, text=True, timeout=300, **kwargs)
    if check and result.returncode != 0:
        raise RuntimeError(f"opennrm {' '.join(words)}: {result.returncode}: {result.stderr[-2000:]}")
    return result


def found_demo(build: pathlib.Path, folder: pathlib.Path) -> list[dict]:
    """Founds a demonstration instance; its accounts, each with account, password, team and roles."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    run(build, "demo", "found", str(folder))
    return json.loads(run(build, "--format", "json", "demo", "accounts", "--folder", str(folder)).stdout)


def sign_in(build: pathlib.Path, server: Server, account: dict) -> Client:
    """A code is good once: where the last sign-in used this half minute's, the next one is waited for."""
    client = Client(server)
    for _ in range(40):
        code = run(build, "demo", "code", account["account"], "--folder", str(server.folder)).stdout.split()[-1]
        status, body = client.call("POST", "/api/v1/session",
                                   {"account": account["account"], "password": account["password"], "code": code})
        if status == 201:
            return client
        time.sleep(2)
    raise RuntimeError(f"{account['account']} cannot sign in: {status} {body}")


def case_body(label: str) -> dict:
    return {"values": {
        "identity.names": [{"name": label, "script": "Latn", "kind": "as-written"}],
        "casework.age-class": {"class": "adult", "reason": "own-statement"}}}


def verify_log(build: pathlib.Path, folder: pathlib.Path) -> str:
    """Exports the log and lets the outsider's program check it; its words where it finds a fault, else empty."""
    export = folder.parent / "log.export"
    run(build, "log", "export", str(folder), "--file", str(export))
    result = subprocess.run([str(build / "bin/opennrm-verify"), "log", str(export)], capture_output=True, text=True, timeout=120)
    return "" if result.returncode == 0 else result.stdout + result.stderr


class Tally:
    """Counts checks and prints the closing line."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, name: str, fine: bool, told: str = "") -> None:
        self.passed, self.failed = self.passed + bool(fine), self.failed + (not fine)
        print(f"{'ok  ' if fine else 'FAIL'} {name}{'' if fine else ': ' + told[:1500]}", flush=True)

    def close(self) -> int:
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed or not self.passed else 0
