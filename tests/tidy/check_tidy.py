#!/usr/bin/env python3
"""Style as a test: sizes, line lengths, words that mark unfinished work, machine paths, shape of files.

Each rule is a function that yields faults for one file; `check_tidy_test.py` shows each of them a file that breaks it.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODE = {".cpp", ".hpp", ".ts", ".svelte", ".py", ".mjs", ".css"}
# Data made by others keeps its own form.
FOREIGN = re.compile(r"(^|/)(generated|reference|naughty-strings|standards|corpora)/|^packs/.*\.csv$|package-lock\.json$|^LICENSE$")
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b|not imple" r"mented|lorem ip" r"sum", re.I)
MACHINE = re.compile(r"(?<![\w.])/(?:wo" r"rk|ro" r"ot)/|registry\.npm" r"js|deb\.deb" r"ian\.org|files\.python" r"hosted")


def too_long(path: str, text: str):
    limits = {".cpp": 500, ".hpp": 300, ".svelte": 500, ".ts": 500, ".py": 500, ".mjs": 500}
    limit = limits.get(pathlib.Path(path).suffix)
    count = text.count("\n")
    if limit and count > limit:
        yield f"{path}: {count} lines, at most {limit}"


def long_lines(path: str, text: str):
    if pathlib.Path(path).suffix in {".cpp", ".hpp"}:
        for number, line in enumerate(text.splitlines(), 1):
            if len(line) > 120:
                yield f"{path}:{number}: {len(line)} columns, at most 120"


def unfinished(path: str, text: str):
    for number, line in enumerate(text.splitlines(), 1):
        if UNFINISHED.search(line):
            yield f"{path}:{number}: a word that marks unfinished work"


def machine_paths(path: str, text: str):
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE.search(line):
            yield f"{path}:{number}: a machine path or a package registry"


def odd_bytes(path: str, text: str):
    if "\t" in text and pathlib.Path(path).suffix in CODE:
        yield f"{path}: a tab"
    if text and not text.endswith("\n"):
        yield f"{path}: no newline at the end"
    if re.search(r"[ \t]+$", text, re.M) and pathlib.Path(path).suffix in CODE:
        yield f"{path}: white space at the end of a line"


def headers_once(path: str, text: str):
    if path.endswith(".hpp") and "#pragma once" not in text:
        yield f"{path}: no #pragma once"


def raw_ownership(path: str, text: str):
    if path.startswith("server/") and path.endswith((".cpp", ".hpp")):
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(r"(?<![\w.])new [A-Za-z_:]+[({]|\bdelete [a-z_]+;", line.split("//")[0]):
                yield f"{path}:{number}: an owning raw pointer"


def modules_have_readme(files: list[str]):
    for path in files:
        match = re.fullmatch(r"(server/(?!app)[a-z]+(?:/[a-z]+)?)/CMakeLists\.txt", path)
        if match and f"{match[1]}/README.md" not in files:
            yield f"{match[1]}: no README.md"


RULES = [too_long, long_lines, unfinished, machine_paths, odd_bytes, headers_once, raw_ownership]


def faults_in(path: str, text: str) -> list[str]:
    return [fault for rule in RULES for fault in rule(path, text)]


def main() -> int:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    files = [name for name in listing if name and not FOREIGN.search(name) and (ROOT / name).is_file()]
    faults = list(modules_have_readme(files))
    for name in files:
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        faults += faults_in(name, text)
    for fault in faults:
        print(f"tidy: {fault}")
    print(f"{0 if faults else 1} passed, {1 if faults else 0} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
