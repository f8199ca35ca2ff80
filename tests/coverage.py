#!/usr/bin/env python3
"""Which lines of the server the tests ran, by module, from the coverage build's counts. Usage: tests/coverage.py BUILD_FOLDER"""
import collections
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]


def counts_of(build: pathlib.Path) -> dict[str, dict[int, int]]:
    """Source file to line to the times it ran, over all objects that hold it."""
    counts: dict[str, dict[int, int]] = collections.defaultdict(dict)
    notes = [str(path) for path in build.rglob("*.gcda")]
    for at in range(0, len(notes), 50):
        with tempfile.TemporaryDirectory() as work:
            subprocess.run(["gcov", "--json-format", *notes[at:at + 50]], cwd=work, check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, timeout=600)
            for path in pathlib.Path(work).glob("*.gcov.json.gz"):
                add(counts, build, json.loads(gzip.decompress(path.read_bytes())))
    return counts


def add(counts: dict[str, dict[int, int]], build: pathlib.Path, report: dict) -> None:
    for file in report["files"]:
        source = (build / file["file"]).resolve()
        if not source.is_relative_to(ROOT / "server") or "test" in source.parts or "testing" in source.parts:
            continue
        lines = counts[str(source.relative_to(ROOT))]
        for line in file["lines"]:
            lines[line["line_number"]] = max(lines.get(line["line_number"], 0), line["count"])


def module_of(source: str) -> str:
    return "/".join(source.split("/")[1:3])


def main() -> int:
    modules: dict[str, list[int]] = collections.defaultdict(lambda: [0, 0])
    for source, lines in counts_of(pathlib.Path(sys.argv[1]).resolve()).items():
        for name in (module_of(source), "all"):
            modules[name][0] += sum(1 for count in lines.values() if count)
            modules[name][1] += len(lines)
    for name, (ran, there) in sorted(modules.items()):
        print(f"{name:28} {ran:6} of {there:6} lines  {100 * ran / there:5.1f} %")
    return 0 if modules else 1


if __name__ == "__main__":
    sys.exit(main())
