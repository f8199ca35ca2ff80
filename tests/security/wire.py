"""Requests that no browser sends."""
import json

from answers import is_screen
from target import Answer, MISSING, Target


def V1_1_1_a_path_is_decoded_once(target: Target) -> None:
    for path in ("/%252e%252e/", "/api/v1/%2573ession", "/api/v1/session%252f", "/..%252f..%252fetc/passwd", "/%25%32%65%25%32%65/"):
        answer = target.get(path, target.member("olga").cookie)
        assert answer.status in (400, 404) or is_screen(target, answer), (path, answer.status)
    for path in ("/../../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2f..%2fetc/passwd", "/assets/%00", "/assets/..\\..\\x"):
        answer = target.get(path)
        assert answer.status in (400, 404) and b"root:" not in answer.body, (path, answer.status)


def V3_5_1_a_changing_call_needs_our_header_and_our_origin(target: Target) -> None:
    cookie = target.member("olga").cookie
    body = json.dumps({}).encode()
    plain = {"Content-Type": "application/json", "Cookie": cookie}
    for method, pattern in target.routes:
        if method == "GET":
            continue
        path = pattern.replace("{id}", MISSING)
        assert target.ask(method, path, body, plain).status == 403, (method, path)
        foreign = {**plain, "X-NRM": "1", "Origin": "https://evil.example"}
        assert target.ask(method, path, body, foreign).status == 403, (method, path)


def V3_5_2_only_json_is_taken(target: Target) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", ""):
        answer = target.ask("POST", "/api/v1/session", b'{"account":"x","password":"y","code":"000000"}',
                            {"X-NRM": "1", **({"Content-Type": kind} if kind else {})})
        assert answer.status == 415, (kind, answer.status)


def V4_1_3_claimed_addresses_and_users_change_nothing(target: Target) -> None:
    forged = {"X-Forwarded-For": "10.0.0.1", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example", "X-Real-IP": "10.0.0.1",
              "X-User-ID": MISSING, "Forwarded": "for=10.0.0.1;host=evil.example", "X-Original-URL": "/api/v1/pack",
              "X-HTTP-Method-Override": "DELETE"}
    answer = target.ask("GET", "/api/v1/session", b"", forged)
    assert answer.status == 401 and b"evil.example" not in answer.raw and b"10.0.0.1" not in answer.raw, answer.raw


def V4_2_1_what_two_readers_would_read_differently_is_refused(target: Target) -> None:
    host = b"Host: 127.0.0.1\r\nX-NRM: 1\r\nContent-Type: application/json\r\n"
    second = b"GET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    corpus = {
        "length and chunks": host + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + second,
        "chunks twice": host + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + second,
        "odd coding": host + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + second,
        "two lengths": host + b"Content-Length: 2\r\nContent-Length: 60\r\n\r\n{}" + second,
        "signed length": host + b"Content-Length: +2\r\n\r\n{}" + second,
        "space before the colon": host + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + second,
        "folded header": host + b"X-One: a\r\n b\r\nContent-Length: 2\r\n\r\n{}" + second,
        "chunk size of no number": host + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n" + second,
        "huge chunk": host + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n{}\r\n0\r\n\r\n" + second,
        "NUL in a header": host + b"X-One: a\0b\r\nContent-Length: 2\r\n\r\n{}" + second,
    }
    for name, rest in corpus.items():
        said = target.raw(b"POST /api/v1/session HTTP/1.1\r\n" + rest, wait_s=3)
        assert Answer(said).status == 400 and said.count(b"HTTP/1.1 ") == 1, (name, said[:200], said.count(b"HTTP/1.1 "))


def V4_2_2_a_body_is_as_long_as_it_says(target: Target) -> None:
    for answer in target.samples:
        assert int(answer.header("content-length") or 0) == len(answer.body), (answer.status, answer.header("content-length"))
    head = target.ask("HEAD", "/")
    assert head.status == 200 and not head.body


def V4_2_5_over_long_headers_and_addresses_are_refused(target: Target) -> None:
    assert target.get("/", X_Long="a" * 20_000).status == 431
    assert target.get("/?" + "a" * 9_000).status == 414


def V5_2_1_over_the_limit_is_refused_unread(target: Target) -> None:
    answer = target.ask("POST", "/api/v1/session", b"", {"X-NRM": "1", "Content-Type": "application/json", "Content-Length": "10000000000"})
    assert answer.status == 413, answer.status


def V1_5_3_json_that_is_none_is_refused(target: Target) -> None:
    for body in (b"{", b"{]", b'{"a":1,}', b"{'a':1}", b'{"a":01}', b'{"a":NaN}', b'{"a":"\xff"}', b'{"a":"\\ud800"}', b'{"a":1}x', b"\xef\xbb\xbf{}",
                 b'{"account":"x","account":"y"}', b'{"account":"x","\\u0061ccount":"y"}', b"[" * 200_000, b'{"a":' * 50_000):
        answer = target.post("/api/v1/session", body)
        assert 400 <= answer.status < 500, (body[:40], answer.status)


def V16_4_1_what_a_stranger_sends_forges_no_line_of_the_log(target: Target) -> None:
    log = target.server.folder.parent / "server.log"
    target.ask("GET", "/api/v1/%0a%0dqzwforged%1b[2J", b"", {"User-Agent": "qzwagent", "X-NRM": "a\tqzwheader"})
    text = log.read_text(errors="replace")
    assert not any(line.startswith("qzwforged") for line in text.splitlines()) and "\x1b" not in text


def V1_2_3_every_answer_of_the_api_is_strict_json(target: Target) -> None:
    def refuse(word):
        raise ValueError(word)
    for answer in target.samples:
        if "json" in answer.header("content-type"):
            json.loads(answer.body.decode("utf-8", "strict"), parse_constant=refuse)
            assert b"</" not in answer.body and "\u2028".encode() not in answer.body
