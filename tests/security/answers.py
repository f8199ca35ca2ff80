"""What every answer carries, and what none may."""
import json
import re

import yaml

from target import MISSING, ROOT, Target, filled


def each(target: Target, name: str, wanted: str) -> None:
    for answer in target.samples:
        assert re.search(wanted, answer.header(name)), (answer.status, name, answer.header(name))


def is_screen(target: Target, answer) -> bool:
    """The one page that every screen's address answers with."""
    return answer.body == target.samples[0].body


def V3_4_1_every_answer_asks_for_https_for_a_year(target: Target) -> None:
    for answer in target.samples:
        header = answer.header("strict-transport-security")
        assert int(re.search(r"max-age=(\d+)", header)[1]) >= 31_536_000 and "includeSubDomains" in header, header


def V3_4_2_no_other_origin_is_let_in(target: Target) -> None:
    own = f"https://127.0.0.1:{target.server.port}"
    for origin in ("https://evil.example", "null", own + ".evil.example", own.replace("https", "http")):
        answer = target.get("/api/v1/session", target.member("olga").cookie, Origin=origin)
        assert not answer.header("access-control-allow-origin"), origin


def V3_4_3_every_answer_forbids_what_it_does_not_need(target: Target) -> None:
    for part in ("default-src 'none'", "base-uri 'none'"):
        each(target, "content-security-policy", re.escape(part))
    for answer in target.samples:
        assert "unsafe" not in answer.header("content-security-policy")


def V3_4_4_no_answer_is_guessed_at(target: Target) -> None:
    each(target, "x-content-type-options", "^nosniff$")


def V3_4_5_no_answer_tells_others_where_one_came_from(target: Target) -> None:
    each(target, "referrer-policy", "^no-referrer$")


def V3_4_6_no_answer_can_be_framed(target: Target) -> None:
    each(target, "content-security-policy", "frame-ancestors 'none'")


def V3_4_8_every_page_stands_in_a_window_of_its_own(target: Target) -> None:
    each(target, "cross-origin-opener-policy", "^same-origin$")


def V3_5_8_no_answer_is_for_another_site(target: Target) -> None:
    each(target, "cross-origin-resource-policy", "^same-origin$")
    answer = target.get("/api/v1/session", target.member("olga").cookie, Sec_Fetch_Site="cross-site")
    assert answer.status == 403, answer.status


def V4_1_1_every_body_says_its_type_and_charset(target: Target) -> None:
    for answer in target.samples:
        if answer.body:
            assert re.search(r"charset=utf-8|^(image|font)/", answer.header("content-type"), re.I), answer.header("content-type")


def V14_2_2_V14_3_2_no_answer_of_the_api_is_kept(target: Target) -> None:
    for method, pattern in target.routes:
        answer = target.ask(method, filled(pattern), b"", {"Cookie": target.member("olga").cookie})
        assert "no-store" in answer.header("cache-control"), (method, pattern, answer.header("cache-control"))


def V13_4_6_nothing_names_its_version(target: Target) -> None:
    for answer in target.samples:
        assert not answer.header("server") and not answer.header("x-powered-by")
        assert not re.search(rb"Beast|Boost|OpenSSL|SQLite|PostgreSQL|libsodium", answer.raw), answer.raw[:300]


def V13_4_1_what_often_lies_about_is_not_there(target: Target) -> None:
    names = [".git", ".git/config", ".git/HEAD", ".svn/entries", ".env", ".env.local", ".htaccess", ".DS_Store", "config.php",
             "wp-config.php", "web.config", "backup.sql", "dump.sql", "db.sqlite", "instance.db", "opennrm.db", "secrets", "secrets.key",
             "server.key", "id_rsa", "phpinfo.php", "server-status", "package.json", "package-lock.json", "Dockerfile", "Makefile",
             "docker-compose.yml", "composer.json", ".npmrc", "node_modules/", "config.toml", "opennrm.toml", "nginx.conf"]
    paths = [prefix + name for name in names for prefix in ("/", "/assets/", "/api/", "/api/v1/", "/static/", "/%2e%2e/")]
    for path in paths:
        answer = target.get(path)
        assert answer.status in (400, 404) or is_screen(target, answer), (path, answer.status)


def V13_4_2_no_door_for_debugging_stands_open(target: Target) -> None:
    for path in ("/debug", "/debug/pprof/", "/actuator", "/actuator/env", "/metrics", "/health", "/api/v1/debug", "/__debug__/", "/console",
                 "/trace", "/status", "/openapi.json", "/swagger-ui/", "/graphql"):
        answer = target.get(path)
        assert answer.status == 404 or is_screen(target, answer), (path, answer.status)


def V13_4_3_no_folder_is_listed(target: Target) -> None:
    for path in ("/assets/", "/assets", "/api/", "/api/v1/"):
        answer = target.get(path)
        assert answer.status == 404 or is_screen(target, answer), (path, answer.status)


def V13_4_4_trace_is_not_answered(target: Target) -> None:
    for path in ("/", "/api/v1/session", "/api/v1/cases"):
        answer = target.ask("TRACE", path, b"", {"X-Secret": "qzwtrace"})
        assert answer.status in (405, 501) and b"qzwtrace" not in answer.raw, answer.status


def V14_2_5_a_path_with_a_foreign_ending_is_no_case(target: Target) -> None:
    cookie = target.member("olga").cookie
    for ending in ("/x.css", "/x.js", ";x.css", "%2fx.css", ".css"):
        answer = target.get(f"/api/v1/session{ending}", cookie)
        assert answer.status in (400, 404) and b"member" not in answer.body, (ending, answer.status)


def V16_5_1_faults_are_told_by_one_sentence_and_an_id(target: Target) -> None:
    for answer in target.samples:
        if answer.status >= 400 and answer.body:
            problem = json.loads(answer.body)
            assert problem["type"].startswith("urn:opennrm:problem:") and problem["title"]
            assert not re.search(rb"(?i)select |insert |/usr/|\.cpp|std::|0x[0-9a-f]{6}", answer.body), answer.body


def V3_2_1_data_opened_as_a_page_shows_nothing_active(target: Target) -> None:
    answer = target.get("/api/v1/session", target.member("olga").cookie, Sec_Fetch_Dest="document", Sec_Fetch_Mode="navigate")
    assert answer.status == 403 or "sandbox" in answer.header("content-security-policy"), answer.header("content-security-policy")


def V3_5_6_no_answer_is_wrapped_for_another_page(target: Target) -> None:
    answer = target.get("/api/v1/pack?callback=alert", target.member("olga").cookie)
    assert not answer.body.startswith(b"alert") and answer.status in (200, 400, 422), answer.status


def V3_5_7_scripts_are_the_same_for_everybody(target: Target) -> None:
    script = re.search(rb'src="(/[^"]+\.js)"', target.get("/").body)[1].decode()
    bodies = {target.get(script, cookie).body for cookie in ("", target.member("olga").cookie, target.member("audit").cookie)}
    assert len(bodies) == 1


def V3_7_2_no_answer_sends_elsewhere(target: Target) -> None:
    for path in ("//evil.example", "/\\evil.example", "/%2f%2fevil.example", "/?next=https://evil.example", "/https://evil.example",
                 "/api/v1//evil.example", "/sign-in?return=//evil.example"):
        answer = target.get(path)
        assert not 300 <= answer.status < 400 and not answer.header("location"), (path, answer.status)


def V13_4_7_only_known_kinds_of_files_are_served(target: Target) -> None:
    for ending in ("bak", "old", "orig", "swp", "map", "ts", "svelte", "cpp", "toml", "yaml", "sh", "py", "php", "~"):
        answer = target.get(f"/index.{ending}")
        assert answer.status == 404, (ending, answer.status)


def V4_1_4_only_documented_pairs_of_method_and_path_are_served(target: Target) -> None:
    known = set(target.routes)
    headers = {"X-NRM": "1", "Content-Type": "application/json", "Cookie": target.member("admin").cookie}
    for path in sorted({path for _, path in known}):
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"):
            if (method, path) not in known:
                answer = target.ask(method, filled(path), b"{}" if method != "GET" else b"", headers)
                assert answer.status in (405, 501), (method, path, answer.status)


def V8_3_1_nothing_is_answered_without_a_session_by_raw_requests(target: Target) -> None:
    open_to_all = {("POST", "/api/v1/session"), ("POST", "/api/v1/enrolments"), ("POST", "/api/v1/enrolments/{id}/confirmation"),
                   ("POST", "/api/v1/account/recovery"), ("GET", "/api/v1/log/checkpoint"), ("GET", "/api/v1/log/consistency")}
    for method, pattern in target.routes:
        answer = target.ask(method, filled(pattern), b"{}" if method != "GET" else b"", {"X-NRM": "1", "Content-Type": "application/json"})
        if answer.status < 300:
            assert (method, pattern) in open_to_all or pattern.startswith("/api/v1/log/"), (method, pattern, answer.status)


def V2_2_2_what_the_screens_would_never_send_is_refused(target: Target) -> None:
    client = target.member("boris")
    for values in ({"identity.birth-date": {"value": "2001-02-30", "precision": "day", "basis": "stated"}},
                   {"identity.no-such-field": "x"}, {"casework.age-class": {"class": "adult", "reason": 5}},
                   {"identity.names": "not a list"}, {"casework.summary": "x" * 1_000_000}):
        status, body = client.call("POST", "/api/v1/cases", {"values": values})
        assert status in (413, 422), (status, body)


def V15_3_3_who_holds_a_case_is_not_the_senders_to_say(target: Target) -> None:
    client = target.member("boris")
    for extra in ("team", "team_id", "owner", "organisation", "status", "id", "reference", "created_by", "pathway_version"):
        status, body = client.call("POST", "/api/v1/cases", {"values": {"casework.summary": "x"}, extra: MISSING})
        assert status == 422 and extra in json.dumps(body), (extra, status)


def V15_3_5_another_type_is_refused(target: Target) -> None:
    cookie = target.member("boris").cookie
    for body in (b'{"values": 1e999}', b'{"values": -0}', b'{"values": []}', b'{"values": "x"}', b"[]", b"null", b"1e400", b'"x"',
                 b'{"values": {"identity.names": {"0": "x"}}}'):
        answer = target.post("/api/v1/cases", body, cookie, Idempotency_Key=MISSING)
        assert answer.status in (400, 422), (body, answer.status)


def V15_3_6_names_that_scripts_know_change_nothing(target: Target) -> None:
    cookie = target.member("boris").cookie
    for name in ("__proto__", "constructor", "prototype"):
        answer = target.post("/api/v1/cases", {"values": {}, name: {"isAdmin": True}}, cookie, Idempotency_Key=MISSING)
        assert answer.status == 422, (name, answer.status)


def V15_3_7_a_parameter_given_twice_is_refused(target: Target) -> None:
    answer = target.get("/api/v1/cases?limit=1&limit=2", target.member("olga").cookie)
    assert answer.status in (400, 422), answer.status


def extra(schema: dict, value, description: dict, at: str = "") -> list[str]:
    """Members of an answer that its description does not know."""
    while "$ref" in schema:
        schema = description["components"]["schemas"][schema["$ref"].split("/")[-1]]
    for part in schema.get("anyOf", schema.get("oneOf", [])):
        if isinstance(value, dict) == (part.get("type") != "null"):
            schema = part
    while "$ref" in schema:
        schema = description["components"]["schemas"][schema["$ref"].split("/")[-1]]
    if isinstance(value, list):
        return [fault for item in value[:3] for fault in extra(schema.get("items", {}), item, description, at + "[]")]
    if not isinstance(value, dict) or "additionalProperties" in schema or "properties" not in schema:
        return []
    known = schema["properties"]
    return [f"{at}/{name}" for name in value if name not in known] + [
        fault for name, item in value.items() if name in known for fault in extra(known[name], item, description, f"{at}/{name}")]


def V15_3_1_an_answer_holds_what_its_description_says_and_no_more(target: Target) -> None:
    description = yaml.safe_load((ROOT / "api/openapi.yaml").read_text(encoding="utf-8"))
    looked_at = 0
    for account in ("anna", "olga", "admin", "audit", "dpo", "vera"):
        for method, pattern in target.routes:
            if method != "GET" or "{" in pattern:
                continue
            answer = target.get(pattern, target.member(account).cookie)
            if answer.status != 200 or "json" not in answer.header("content-type"):
                continue
            content = description["paths"][pattern]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
            faults = extra(content, json.loads(answer.body), description)
            assert not faults, (account, pattern, faults)
            looked_at += 1
    assert looked_at > 30, looked_at
