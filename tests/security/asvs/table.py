#!/usr/bin/env python3
"""Makes docs/security/asvs.md from the names of the tests, or checks that it is current.

  tests/security/asvs/table.py --write    makes it
  tests/security/asvs/table.py            fails where it is not current, where a test names an item that the selection
                                          does not have, or where an item of the areas A, F, G, H, M at level 1 or 2 has
                                          neither a test nor a reason
"""
import csv
import pathlib
import re
import subprocess
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PAGE = ROOT / "docs/security/asvs.md"
ITEM = re.compile(r"V(\d+)[._](\d+)[._](\d+)")
# A test's name: of Python, of GoogleTest, of a step in the browser.
NAMES = {
    ".py": re.compile(r"^def (V\d+_\w+)", re.M),
    ".cpp": re.compile(r"^TEST(?:_[FP])?\(\s*(\w+,\s*V\d+_\w+)\)", re.M),
    ".mjs": re.compile(r"(?:step|screen)\([^'`]*['`](V\d+\.[^'`]+)['`]"),
}
HELD = set("AFGHM")


def tests() -> dict[str, list[str]]:
    """By item, the tests that name it, as "file: name"."""
    found: dict[str, list[str]] = {}
    listing = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True,
                             text=True, check=True).stdout.split("\n")
    for name in listing:
        path = ROOT / name
        pattern = NAMES.get(path.suffix)
        if not pattern or not re.search(r"(^|/)tests?/|^web/journeys/", name) or not path.is_file():
            continue
        for test in pattern.findall(path.read_text(encoding="utf-8", errors="replace")):
            for item in ITEM.findall(test):
                words = re.sub(r"^[\w ]*?,\s*|V\d+[._]\d+[._]\d+[_ :]*", "", test).replace("_", " ").strip()
                found.setdefault("V" + ".".join(item), []).append(f"`{name}`: {words}")
    return found


def selection() -> list[dict[str, str]]:
    with open(HERE / "selection.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def page(rows: list[dict[str, str]], found: dict[str, list[str]], reasons: dict[str, str]) -> str:
    proven = sum(1 for row in rows if row["req_id"] in found)
    out = ["# What is proven of ASVS 5.0", "",
           "Made from the names of the tests by `tests/security/asvs/table.py`; the suite fails where this page is not current.",
           "An item counts as proven where a test bears its number. What has none says so.", "",
           f"{proven} of {len(rows)} selected items have a test.", ""]
    for area in sorted({row["area"] for row in rows}):
        of_area = [row for row in rows if row["area"] == area]
        count = sum(1 for row in of_area if row["req_id"] in found)
        out += [f"## {area} ({count} of {len(of_area)})", "", "| item | level | what has to hold | proven by |", "|---|---|---|---|"]
        for row in of_area:
            by = "<br>".join(found.get(row["req_id"], [])) or f"none: {reasons.get(row['req_id'], 'no test yet')}"
            words = row["test"].replace("|", "\\|").replace("<", "&lt;")
            out.append(f"| {row['req_id']} | {row['level']} | {words} | {by} |")
        out.append("")
    return "\n".join(out)


def faults_of(rows: list[dict[str, str]], found: dict[str, list[str]], reasons: dict[str, str]) -> list[str]:
    known = {row["req_id"] for row in rows}
    faults = [f"{item} is named by a test and not selected: {names[0]}" for item, names in found.items() if item not in known]
    faults += [f"{item} has a reason for having no test, and has one" for item in reasons if item in found]
    for row in rows:
        if row["area"][0] in HELD and row["level"] in "12" and row["req_id"] not in found and row["req_id"] not in reasons:
            faults.append(f"{row['req_id']} has neither a test nor a reason: {row['test']}")
    return faults


def main() -> int:
    rows, found = selection(), tests()
    reasons = tomllib.loads((HERE / "without_test.toml").read_text(encoding="utf-8"))
    text = page(rows, found, reasons)
    if "--write" in sys.argv:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
    faults = faults_of(rows, found, reasons)
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        faults.append("docs/security/asvs.md is not current: run tests/security/asvs/table.py --write")
    for fault in faults:
        print(f"asvs: {fault}")
    print(f"{0 if faults else 1} passed, {1 if faults else 0} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
