"""Sessions: their cookie, their end."""
import pathlib

from instance import Server
from target import MISSING, Target


def V3_3_1_V3_3_2_V3_3_3_V3_3_4_V3_3_5_the_cookie_is_strict_hidden_small_and_for_this_host_over_tls(target: Target) -> None:
    account = target.account("nina")
    answer = target.post("/api/v1/session", {"account": account["account"], "password": account["password"], "code": target.code(account)})
    cookie = answer.header("set-cookie")
    words = {word.strip().lower() for word in cookie.split(";")[1:]}
    assert cookie.startswith("__Host-") and {"secure", "path=/"} <= words and not any(word.startswith("domain") for word in words), words
    assert "samesite=strict" in words and "httponly" in words and len(cookie) < 4_096
    token = cookie.split("=", 1)[1].split(";")[0]
    assert token.encode() not in answer.body


def V7_2_1_a_token_changed_in_one_bit_opens_nothing(target: Target) -> None:
    name, token = target.member("olga").cookie.split("=", 1)
    assert target.get("/api/v1/session", f"{name}={token}").status == 200
    for at in range(0, len(token), 3):
        other = "A" if token[at] != "A" else "Q"
        answer = target.get("/api/v1/session", f"{name}={token[:at]}{other}{token[at + 1:]}")
        assert answer.status == 401, (at, answer.status)


def V7_2_2_nothing_but_a_session_opens_data(target: Target) -> None:
    token = target.member("olga").cookie.split("=", 1)[1]
    for headers in ({"Authorization": f"Bearer {token}"}, {"X-Api-Key": token}, {"X-Session": token}):
        assert target.ask("GET", "/api/v1/session", b"", headers).status == 401, headers
    assert target.get(f"/api/v1/session?token={token}").status == 401


def V7_4_1_signing_out_ends_the_session_on_every_server(target: Target) -> None:
    client = target.new_session(target.account("ihar"))
    second = Server(target.build, pathlib.Path(target.server.folder))
    second.start()
    try:
        other = Target(target.build, second, target.accounts)
        assert other.get("/api/v1/session", client.cookie).status == 200
        status, _ = client.call("DELETE", "/api/v1/session")
        assert status == 204, status
        assert target.get("/api/v1/session", client.cookie).status == 401
        assert other.get("/api/v1/session", client.cookie).status == 401
    finally:
        second.stop()


def V7_5_2_a_member_lists_and_ends_her_own_sessions(target: Target) -> None:
    first, second = target.member("pavel"), target.new_session(target.account("pavel"))
    _, body = first.call("GET", "/api/v1/sessions")
    other = next(item for item in body["items"] if not item["current"])
    status, _ = first.call("DELETE", f"/api/v1/sessions/{other['id']}")
    assert status == 204 and second.call("GET", "/api/v1/session")[0] == 401 and first.call("GET", "/api/v1/session")[0] == 200
    status, _ = first.call("DELETE", f"/api/v1/sessions/{MISSING}")
    assert status == 404, status


def V14_3_1_signing_out_clears_what_the_browser_kept(target: Target) -> None:
    answer = target.ask("DELETE", "/api/v1/session", b"", {"X-NRM": "1", "Cookie": target.member("pavel").cookie})
    assert '"storage"' in answer.header("clear-site-data"), answer.header("clear-site-data")


def V14_2_1_no_address_carries_a_name_or_token(target: Target) -> None:
    text = (target.server.folder.parent / "server.log").read_text(errors="replace")
    for client in target.clients.values():
        assert client.cookie.split("=", 1)[1] not in text
    for account in target.accounts:
        assert account["password"] not in text


def V15_3_4_guesses_are_counted_whatever_address_they_claim(target: Target) -> None:
    account = target.account("audit")["account"]
    refused = []
    for number in range(12):
        answer = target.post("/api/v1/session", {"account": account, "password": "a wrong long password", "code": "000000"},
                             X_Forwarded_For=f"10.1.2.{number}")
        refused.append(answer.status)
        if answer.status == 429:
            assert int(answer.header("retry-after")) > 0
            return
    raise AssertionError(refused)
