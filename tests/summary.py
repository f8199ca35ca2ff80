#!/usr/bin/env python3
"""Adds up what the suites said and prints "N passed, N failed" last; exits 1 where anything failed.

A suite that died before its closing line counts as one failure: silence is never a pass.
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

CLOSING = re.compile(r"^(?:[\w-]+: )?(\d+) passed, (\d+) failed", re.M)
VITEST = re.compile(r"^\s*Tests\s+(?:(\d+) failed \| )?(\d+) passed", re.M)
CTEST = re.compile(r"tests passed, (\d+) tests failed out of (\d+)")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def gtest_counts(results: pathlib.Path) -> tuple[int, int]:
    passed = failed = 0
    for path in sorted((results / "gtest").glob("*.xml")):
        root = ElementTree.parse(path).getroot()
        bad = int(root.get("failures", 0)) + int(root.get("errors", 0))
        skipped = len(root.findall(".//skipped"))
        passed += int(root.get("tests", 0)) - bad - skipped
        failed += bad
    return passed, failed


def log_counts(text: str) -> tuple[int, int] | None:
    text = ANSI.sub("", text)
    if found := VITEST.search(text):
        return int(found[2]), int(found[1] or 0)
    if all_found := CLOSING.findall(text):
        return int(all_found[-1][0]), int(all_found[-1][1])
    return None


def main() -> int:
    results = pathlib.Path(sys.argv[1])
    passed, failed = gtest_counts(results)
    for log in sorted(results.glob("*.log")):
        died = log.with_suffix(".failed").exists()
        if log.stem == "unit":
            ctest = CTEST.search(log.read_text(errors="replace"))
            # A gtest binary that crashed wrote no file; a program that is no gtest is counted here only.
            more = sum(1 for _ in re.finditer(r"\*\*\*(Failed|Exception|Timeout|Not Run)", log.read_text(errors="replace")))
            failed += max(0, more - failed) if ctest else 1
            continue
        counts = log_counts(log.read_text(errors="replace"))
        if counts is None:
            counts = (0, 1)
        elif died and counts[1] == 0:
            counts = (counts[0], 1)
        if counts[1]:
            print(f"{log.stem}: {counts[0]} passed, {counts[1]} failed")
        passed, failed = passed + counts[0], failed + counts[1]
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
