"""What reaches a statement, a shell, a path or a page elsewhere is here a value like any other."""
import json
import sqlite3
import urllib.parse

from target import MISSING, Target, filled

CORPUS = [
    "'", '"', "`", "\\", "';--", "' OR '1'='1", "' OR 1=1--", '" OR ""="', "1) OR (1=1", "' UNION SELECT 1,2,3--",
    "'; DROP TABLE case_file;--", "'||(SELECT account FROM member LIMIT 1)||'", "1; ATTACH DATABASE 'x' AS y", "%' AND 1=0 UNION ALL SELECT NULL--",
    "$1", ":id", "@id", "?1", "$id", "${7*7}", "{{7*7}}", "#{7*7}", "<%= 7*7 %>", "%s%s%n", "{0}", "{}", "$(id)", "`id`", "|id", ";id", "&&id",
    "\n\r\nSet-Cookie: x=y", "../../../../etc/passwd", "file:///etc/passwd", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "javascript:alert(1)", "*)(uid=*))(|(uid=*", "0x1", "1e309", "\u202e\u2066", "\ufeff", "=cmd|' /C calc'!A0",
]


def rows(target: Target) -> dict[str, int]:
    """How many rows stand in each table that a request could change."""
    with sqlite3.connect(f"file:{target.server.folder / 'opennrm.db'}?mode=ro", uri=True, timeout=20) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in tables if not name.startswith(("log_", "sqlite_")) and name not in ("session", "throttle", "idempotency", "done_request")]
        return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in kept}


def V1_2_4_no_parameter_reaches_a_statement_as_one(target: Target) -> None:
    cookie = target.member("olga").cookie
    before, sent = rows(target), 0
    for method, pattern in target.routes:
        if method != "GET":
            continue
        for word in CORPUS:
            quoted = urllib.parse.quote(word, safe="")
            path = filled(pattern).replace(MISSING, quoted) if "{" in pattern else f"{pattern}?after={quoted}&limit={quoted}&team={quoted}"
            answer = target.get(path, cookie)
            assert answer.status < 500, (path, answer.status)
            assert b"SQL" not in answer.body and b"syntax" not in answer.body.lower(), (path, answer.body)
            sent += 1
    assert rows(target) == before and sent > 500, sent


def V1_2_4_what_is_searched_for_is_text(target: Target) -> None:
    client = target.member("anna")
    for word in CORPUS:
        status, body = client.call("POST", "/api/v1/case-searches", {"text": word})
        # A search forgives spelling; it never finds everything.
        assert status in (200, 422) and len(body.get("items", [])) < 3, (word, status, body)


def V1_1_1_V1_3_1_V1_3_5_markup_is_kept_and_given_back_as_it_was_written(target: Target) -> None:
    client = target.member("anna")
    words = [word for word in CORPUS if word.isprintable()] + ["**bold** [a](javascript:x)", "[url=javascript:x]y[/url]", "%41%2541", "\\u0041"]
    for word in words:
        status, made = client.call("POST", "/api/v1/cases", {"values": {"casework.summary": word}})
        assert status == 201, (word, status, made)
        status, opened = client.call("POST", f"/api/v1/cases/{made['id']}/openings",
                                     {"compartment": "casework", "purpose": "assist", "reason": "to read it back"})
        assert status == 201 and opened["values"]["casework.summary"]["value"] == word, (word, opened)
        raw = target.post(f"/api/v1/cases/{made['id']}/openings", {"compartment": "casework", "purpose": "assist", "reason": "to read it back"}, client.cookie)
        assert b"<script" not in raw.body and json.loads(raw.body)["values"]["casework.summary"]["value"] == word
