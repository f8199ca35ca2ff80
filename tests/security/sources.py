"""What can be read off the sources and the built program."""
import json
import pathlib
import re
import subprocess

from target import ROOT, Target

SERVER = ROOT / "server"
SQL = r"(?:SELECT|INSERT|UPDATE|DELETE)\b"
# What may stand in a statement beside its own letters: constants and names of columns and tables, never what was sent.
OWN_WORDS = re.compile(r"^(?:std::string\{)?(?:k[A-Z]\w*|columns?|table|order|where|values|filter\.where|fact\.column|insert_of\(.*)\}?"
                       r"|std::string\{k\w+\}$")
SENT = re.compile(r"\b(?:request|body|input|text_of_|query\.at|header)\b")


def sources(*folders: str) -> list[tuple[str, str]]:
    """Path and text of what the program is built from, without tests."""
    out = []
    for path in sorted(SERVER.rglob("*.[ch]pp")):
        parts = path.relative_to(SERVER).parts
        if "test" in parts or "testing" in parts or path.name == "testing.hpp" or "fuzz" in parts:
            continue
        if not folders or any(folder in parts for folder in folders):
            out.append((str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")))
    assert len(out) > 20, "the sources were not found"
    return out


def commands(target: Target) -> list[dict]:
    return json.loads((target.build / "compile_commands.json").read_text())


def dynamic(target: Target, *words: str) -> str:
    return subprocess.run([*words, str(target.build / "bin/opennrm")], capture_output=True, text=True, check=True).stdout


def V1_1_2_V1_2_4_no_statement_is_built_from_what_was_sent(target: Target) -> None:
    statements = 0
    for path, text in sources():
        for call in re.finditer(r'fmt::format\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)(?:,\s*([^;]*?))?\)[,;)\s]', text):
            if re.search(SQL, call[1]):
                statements += 1
                assert not SENT.search(call[2] or ""), (path, call[0][:200])
        for joined in re.finditer(r'"[^"\n]*\b' + SQL + r'[^"\n]*"\s*\+\s*([\w.:{}]+)', text):
            statements += 1
            assert not SENT.search(joined[1]), (path, joined[0][:200])
    assert statements > 5, statements


def V1_2_5_the_program_starts_no_other(target: Target) -> None:
    wanted = {line.split()[-1].split("@")[0] for line in dynamic(target, "nm", "-D", "--undefined-only").splitlines()}
    forbidden = {"system", "popen", "execv", "execve", "execvp", "execl", "execlp", "fork", "vfork", "posix_spawn", "posix_spawnp"}
    assert not wanted & forbidden, wanted & forbidden
    for path, text in sources():
        assert not re.search(r"\b(?:std::system|popen|exec[lv]p?e?|posix_spawnp?)\s*\(", text), path


def V1_2_9_what_is_searched_for_reaches_no_regular_expression(target: Target) -> None:
    users = {path for path, text in sources() if "<regex>" in text}
    # Reads the names of tables out of our own migrations.
    assert users <= {"server/app/opennrm/src/tables.cpp"}, users


def V1_3_2_shipped_scripts_make_no_code_of_text(target: Target) -> None:
    scripts = sorted((ROOT / "web/staff/dist/assets").glob("*.js"))
    assert len(scripts) > 5, scripts
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"\beval\s*\(|new\s+Function\s*\(|\bdocument\.write\b|\bsetTimeout\s*\(\s*[\"'`]", text), script.name
    csp = target.get("/").header("content-security-policy")
    assert "unsafe-eval" not in csp and "unsafe-inline" not in csp and "require-trusted-types-for 'script'" in csp, csp


def V1_3_6_the_server_calls_no_address_that_anybody_gives(target: Target) -> None:
    libraries = dynamic(target, "readelf", "-d")
    assert not re.search(r"NEEDED.*\[lib(?:neon|soup|serf)", libraries), libraries
    # libcurl hands mail to the one server that the operator's configuration names, and can do nothing else. The verifier is a
    # program of its own, that a witness points at a log.
    callers = {path: text for path, text in sources() if "<curl/curl.h>" in text and "app/verify/" not in path}
    assert callers and all("platform/mail/" in path for path in callers), callers.keys()
    for path, text in callers.items():
        assert text.count("CURLOPT_URL") == text.count('CURLOPT_PROTOCOLS_STR, "smtp,smtps"'), path


def V1_3_7_V1_3_10_every_format_is_written_by_us_and_checked(target: Target) -> None:
    for path, text in sources():
        assert not re.search(r"fmt::(?:runtime|vformat)\s*\(|\bv?s?n?printf\s*\(", text), path
    for command in commands(target):
        assert "-Wformat=2" in command["command"] and "-Werror" in command["command"], command["file"]


def V1_4_1_V1_4_2_the_suite_runs_what_is_built_to_stop_at_the_first_fault(target: Target) -> None:
    for command in commands(target):
        assert "-fsanitize=address,undefined" in command["command"], command["file"]
        assert "-fno-sanitize-recover=all" in command["command"], command["file"]
        if not re.search(r"/tests?/|/nrm_test_pch|/pch/pch\.cpp", command["file"]):
            assert "-fno-sanitize=undefined" not in command["command"], command["file"]
    assert "detect_leaks=1" in (ROOT / "script/test").read_text(encoding="utf-8")


def V1_5_1_no_xml_is_read(target: Target) -> None:
    libraries = dynamic(target, "readelf", "-d")
    assert not re.search(r"NEEDED.*\[lib(?:xml2|expat|xerces|pugixml|tinyxml)", libraries), libraries


def V6_4_2_V6_6_1_no_hint_no_secret_question_no_code_by_telephone(target: Target) -> None:
    description = (ROOT / "api/openapi.yaml").read_text(encoding="utf-8")
    accounts = description[description.index("/api/v1/session:"):description.index("/api/v1/organisations")]
    # Where a member has notices sent that say nothing; no way in.
    notices = accounts[accounts.index("  /api/v1/account/mail:"):accounts.index("  /api/v1/notices/{id}:")]
    accounts = accounts.replace(notices, "")
    names = set(re.findall(r"\b(\w+):\s*(?:\{|\n)", accounts))
    assert "code" in names, "the account routes were not found"
    assert not {name for name in names if re.search(r"hint|question|sms|phone|email|mail", name)}, names


def V6_5_3_chance_comes_from_the_system_alone(target: Target) -> None:
    for path, text in sources():
        # random() of an act or an instance is the injected one; the C library's stands alone.
        assert not re.search(r"\b(?:s?rand|rand_r|drand48)\s*\(|(?:[=(,]|return)\s*random\s*\(\s*\)"
                             r"|std::(?:mt19937|minstd|default_random|random_device)", text), path


def V11_2_1_no_primitive_of_our_own(target: Target) -> None:
    for path, text in sources():
        if "/platform/crypto/" in path or "/platform/http/src/" in path:
            continue
        assert not re.search(r"\bcrypto_(?:aead|box|sign|pwhash|kdf|generichash|hash)_|\bEVP_(?!Digest|MAX|sha256|MD)", text), path


def V11_4_1_no_broken_hash(target: Target) -> None:
    for path, text in sources():
        assert not re.search(r"\bEVP_(?:md5|sha1)\b|\bMD5_|\bSHA1_(?:Init|Update)", text), path


def V13_3_1_no_secret_stands_in_the_repository(target: Target) -> None:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    marks = re.compile(r"-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bghp_[A-Za-z0-9]{36}\b|\bxox[bp]-[0-9A-Za-z-]{20}")
    assert len(listing) > 300
    for name in listing:
        path = ROOT / name
        if path.is_file() and path.stat().st_size < 2_000_000 and pathlib.Path(__file__).resolve() != path.resolve():
            assert not marks.search(path.read_text(encoding="utf-8", errors="replace")), name
