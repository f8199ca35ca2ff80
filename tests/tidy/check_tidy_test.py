#!/usr/bin/env python3
"""Shows each rule of check_tidy a file that breaks it, and one that does not."""
import sys

from check_tidy import faults_in

BROKEN = {
    "lines": ("a.cpp", "x;\n" * 501),
    "columns": ("a.cpp", "x" * 121 + "\n"),
    "unfinished": ("a.md", "TO" "DO later\n"),
    "machine": ("a.md", "see /wo" "rk/main\n"),
    "tab": ("a.cpp", "\tx;\n"),
    "newline": ("a.cpp", "x;"),
    "trailing": ("a.cpp", "x; \n"),
    "pragma": ("a.hpp", "struct A {};\n"),
    "ownership": ("server/a.cpp", "auto* a = new Thing(1);\n"),
}


def main() -> int:
    failed = [name for name, (path, text) in BROKEN.items() if not faults_in(path, text)]
    if faults_in("server/a.hpp", "#pragma once\n// nothing wrong\nstruct A {};\n"):
        failed.append("a clean file")
    for name in failed:
        print(f"tidy rule does not hold: {name}")
    print(f"{len(BROKEN) + 1 - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
