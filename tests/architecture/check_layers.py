#!/usr/bin/env python3
"""Compares architecture/layers.toml with the includes that the modules really have, and redraws modules.svg.

Fails on: an include that is not listed, a listed edge that nobody uses, an import upwards, a sideways edge without a
reason, a cycle, a module without an entry. --draw writes architecture/modules.svg; else the drawing must be current.
"""
import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s+[<"]nrm/([a-z0-9_]+)/', re.M)


def real_edges(folder: pathlib.Path, name: str) -> set[str]:
    found = set()
    for part in ("include", "src", "http", "."):
        base = folder / part
        pattern = "*.[ch]pp" if part == "." else "**/*.[ch]pp"
        for path in base.glob(pattern) if base.is_dir() else []:
            if path.name != "testing.hpp":
                found |= set(INCLUDE.findall(path.read_text(encoding="utf-8")))
    return found - {name}


def modules_on_disk(floors: list[str]) -> dict[str, pathlib.Path]:
    found = {}
    for floor in floors:
        base = ROOT / "server" / floor
        for lists in [base / "CMakeLists.txt", *base.glob("*/CMakeLists.txt")]:
            if lists.exists():
                found[lists.parent.name] = lists.parent
    return found


def faults_of(config: dict) -> list[str]:
    floors, modules, faults = config["floors"], config["modules"], []
    disk = modules_on_disk(floors)
    for name in sorted(disk.keys() ^ modules.keys()):
        faults.append(f"{name}: on disk and in layers.toml must be the same modules")
    for name, entry in modules.items():
        if name not in disk:
            continue
        real, listed = real_edges(disk[name], name), set(entry["imports"])
        faults += [f"{name} includes {other}, which layers.toml does not allow" for other in sorted(real - listed)]
        faults += [f"{name} may import {other} but does not: delete the edge" for other in sorted(listed - real)]
        for other in sorted(listed & modules.keys()):
            here, there = floors.index(entry["floor"]), floors.index(modules[other]["floor"])
            if there > here:
                faults.append(f"{name} imports {other} upwards")
            if there == here and other not in entry.get("sideways", {}):
                faults.append(f"{name} imports {other} sideways without a reason")
    return faults + cycle_faults(config, disk)


def cycle_faults(config: dict, disk: dict) -> list[str]:
    """Route targets (http/) are linked by app only, so cycles are looked for in include/ and src/."""
    graph = {}
    for name, folder in disk.items():
        edges = set()
        for part in ("include", "src"):
            for path in (folder / part).glob("**/*.[ch]pp"):
                if path.name != "testing.hpp":
                    edges |= set(INCLUDE.findall(path.read_text(encoding="utf-8")))
        graph[name] = edges - {name}
    faults, done = [], set()

    def walk(name: str, trail: list[str]) -> None:
        if name in trail:
            faults.append("cycle: " + " -> ".join(trail[trail.index(name):] + [name]))
            return
        if name in done:
            return
        for other in sorted(graph.get(name, ())):
            walk(other, trail + [name])
        done.add(name)

    for name in sorted(graph):
        walk(name, [])
    return faults


def drawing(config: dict) -> str:
    floors, modules = config["floors"], config["modules"]
    place, rows = {}, []
    for level, floor in enumerate(reversed(floors)):
        names = [name for name, entry in modules.items() if entry["floor"] == floor]
        rows.append((floor, 40 + level * 76))
        for index, name in enumerate(names):
            place[name] = (170 + index * 140, 40 + level * 76)
    lines = []
    for name, entry in modules.items():
        for other in entry["imports"]:
            if other != "kernel" and other in place:
                (x1, y1), (x2, y2) = place[name], place[other]
                lines.append(f'<path d="M{x1 + 55} {y1 + 34} C{x1 + 55} {y1 + 60},{x2 + 55} {y2 - 26},{x2 + 55} {y2}" '
                             'fill="none" stroke="#9aa5a5"/>')
    boxes = [f'<text x="12" y="{y + 22}" font-weight="bold">{floor}</text>' for floor, y in rows]
    for name, (x, y) in place.items():
        boxes.append(f'<rect x="{x}" y="{y}" width="110" height="34" rx="5" fill="#eef4f4" stroke="#22494b"/>'
                     f'<text x="{x + 55}" y="{y + 22}" text-anchor="middle">{name}</text>')
    height = 40 + len(floors) * 76
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 {height}" font-family="sans-serif" font-size="14">\n'
            '<title>Modules and their imports; imports point downward (those of kernel are left out)</title>\n'
            + "\n".join(lines + boxes) + "\n</svg>\n")


def main() -> int:
    config = tomllib.loads((ROOT / "architecture/layers.toml").read_text(encoding="utf-8"))
    picture, svg = ROOT / "architecture/modules.svg", drawing(config)
    if "--draw" in sys.argv:
        picture.write_text(svg, encoding="utf-8")
    faults = faults_of(config)
    if not picture.exists() or picture.read_text(encoding="utf-8") != svg:
        faults.append("architecture/modules.svg is not current: run tests/architecture/check_layers.py --draw")
    for fault in faults:
        print(f"layers: {fault}")
    print(f"{0 if faults else 1} passed, {1 if faults else 0} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
