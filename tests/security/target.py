"""The served instance as an attacker meets it: raw bytes over TLS, and members who signed in."""
import functools
import json
import pathlib
import re
import socket
import ssl
import time

import instance

ROOT = pathlib.Path(__file__).resolve().parents[2]
MISSING = "0193a000-0000-7000-8000-000000000000"


class Answer:
    def __init__(self, raw: bytes):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.raw = raw
        self.status = int(lines[0].split()[1]) if raw else 0
        self.headers: dict[str, list[str]] = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            self.headers.setdefault(name.lower(), []).append(value.strip())

    def header(self, name: str) -> str:
        return ", ".join(self.headers.get(name, []))


def is_whole(said: bytes) -> bool:
    head, mark, body = said.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
    return bool(mark) and len(body) >= int(length[1] if length else 0)


class Target:
    def __init__(self, build: pathlib.Path, server: instance.Server, accounts: list[dict]):
        self.build, self.server, self.accounts = build, server, accounts
        self.clients: dict[str, instance.Client] = {}

    def raw(self, data: bytes, wait_s: float = 10, one_answer: bool = False) -> bytes:
        """What the server says to these bytes until it closes or falls silent, or until one answer is whole."""
        context = ssl._create_unverified_context()
        out = b""
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=wait_s) as plain:
            with context.wrap_socket(plain) as link:
                link.settimeout(wait_s)
                try:
                    link.sendall(data)
                    while piece := link.recv(65536):
                        out += piece
                        if one_answer and is_whole(out):
                            break
                except (TimeoutError, OSError):
                    pass
        return out

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict | None = None) -> Answer:
        """One request on a connection of its own; nothing but what is given is sent."""
        send = {"Host": f"127.0.0.1:{self.server.port}", "Connection": "close", **(headers or {})}
        if body:
            send.setdefault("Content-Length", str(len(body)))
        head = "".join(f"{name}: {value}\r\n" for name, value in send.items())
        return Answer(self.raw(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body, one_answer=method != "HEAD"))

    def post(self, path: str, body: dict | bytes, cookie: str = "", **headers) -> Answer:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        send = {"X-NRM": "1", "Content-Type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
        if cookie:
            send["Cookie"] = cookie
        return self.ask("POST", path, data, send)

    def get(self, path: str, cookie: str = "", **headers) -> Answer:
        return self.ask("GET", path, b"", ({"Cookie": cookie} if cookie else {}) | {k.replace("_", "-"): v for k, v in headers.items()})

    def account(self, name: str) -> dict:
        return next(account for account in self.accounts if account["account"] == name)

    def member(self, name: str) -> instance.Client:
        """Signed in once, used by every test that does not end the session: a code is good once, the next takes half a minute."""
        if name not in self.clients:
            self.clients[name] = self.new_session(self.account(name))
        return self.clients[name]

    def new_session(self, account: dict) -> instance.Client:
        return instance.sign_in(self.build, self.server, account)

    def code(self, account: dict) -> str:
        return instance.run(self.build, "demo", "code", account["account"], "--folder", str(self.server.folder)).stdout.split()[-1]

    def fresh_code(self, account: dict) -> str:
        """A code that was not used yet: waits for the next half minute."""
        before = self.code(account)
        while (code := self.code(account)) == before:
            time.sleep(1)
        return code

    @functools.cached_property
    def routes(self) -> list[tuple[str, str]]:
        """Method and pattern of every documented route."""
        out, path = [], ""
        for line in (ROOT / "api/openapi.yaml").read_text().splitlines():
            if found := re.fullmatch(r"  (/api/\S*):", line):
                path = found[1]
            elif found := re.fullmatch(r"    (get|post|put|patch|delete):", line):
                out.append((found[1].upper(), path))
        return out

    @functools.cached_property
    def samples(self) -> list[Answer]:
        """One answer of each sort: screen, script, API, refusals, what is not there, what cannot be read."""
        script = re.search(rb'src="(/[^"]+\.js)"', self.get("/").body)[1].decode()
        cookie = self.member("olga").cookie
        return [self.get("/"), self.get(script), self.get("/api/v1/session", cookie), self.get("/api/v1/cases", cookie),
                self.get("/api/v1/cases"), self.get(f"/api/v1/cases/{MISSING}", cookie), self.get("/no/such/thing.css"),
                self.get("/api/v1/nothing"), self.ask("DELETE", "/api/v1/pack"), self.post("/api/v1/session", b"{"),
                self.ask("GET", "/api/v1/" + "a" * 9000), self.ask("TRACE", "/"), Answer(self.raw(b"nonsense\r\n\r\n"))]


def filled(pattern: str) -> str:
    return re.sub(r"\{[^}]+\}", MISSING, pattern)
