"""Files that members attach, as an attacker would send them."""
import json
import re
import time

from target import Answer, Target

OCTETS = "application/octet-stream"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
GIF = b"GIF89a\x10\x00\x10\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x10\x00\x10\x00\x00\x02\x0e"
PROGRAM = b"MZ\x90\x00" + b"\x00" * 56 + b"\x80\x00\x00\x00" + b"\x00" * 64 + b"PE\x00\x00\x64\x86" + b"\x00" * 300


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00" + b"\x00" * 99


class Files:
    """The files of one case of one member."""

    def __init__(self, target: Target, account: str = "anna"):
        self.target, self.cookie = target, target.member(account).cookie
        self.case = json.loads(target.get("/api/v1/cases", self.cookie).body)["items"][0]["id"]
        self.all = f"/api/v1/cases/{self.case}/attachments"

    def begin(self, name: str) -> Answer:
        return self.target.post(self.all, {"compartment": "casework", "name": name}, self.cookie)

    def begun(self, name: str) -> str:
        answer = self.begin(name)
        assert answer.status == 201, answer.raw
        return f"{self.all}/{json.loads(answer.body)['id']}"

    def send(self, one: str, content: bytes, **headers) -> Answer:
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.target.ask("PUT", one + "/content", content, {"X-NRM": "1", "Content-Type": OCTETS, "Cookie": self.cookie, **more})

    def kept(self, name: str, content: bytes) -> str:
        one = self.begun(name)
        answer = self.send(one, content)
        assert answer.status == 201, answer.raw
        return one

    def open(self, one: str) -> Answer:
        return self.target.post(one + "/openings", {"purpose": "assist", "reason": "to look at what came back"}, self.cookie)

    def type_of(self, one: str) -> str:
        return json.loads(self.target.get(one, self.cookie).body)["type"]


def is_harmless(answer: Answer) -> None:
    assert answer.status == 200, answer.raw[:500]
    assert answer.header("content-type") == OCTETS, answer.header("content-type")
    assert answer.header("content-disposition").startswith("attachment; "), answer.header("content-disposition")
    assert answer.header("x-content-type-options") == "nosniff"
    policy = answer.header("content-security-policy")
    assert "default-src 'none'" in policy and "sandbox" in policy, policy
    assert answer.header("cross-origin-resource-policy") == "same-origin"
    assert answer.header("cache-control") == "no-store"


def V1_3_4_a_drawing_that_may_carry_script_is_plain_bytes(target: Target) -> None:
    files = Files(target)
    for name, content in (("drawing.svg", SVG), ("page.html", HTML)):
        one = files.kept(name, content)
        assert files.type_of(one) == OCTETS
        answer = files.open(one)
        is_harmless(answer)
        assert answer.body == content


def V5_2_1_a_file_over_the_limit_is_refused_unread(target: Target) -> None:
    files = Files(target)
    one = files.begun("large.txt")
    head = (f"PUT {one}/content HTTP/1.1\r\nHost: a\r\nX-NRM: 1\r\nContent-Type: {OCTETS}\r\nCookie: {files.cookie}\r\n"
            f"Content-Length: {50 * 1024 * 1024 + 1}\r\n\r\n")
    began = time.monotonic()
    assert Answer(target.raw(head.encode(), one_answer=True)).status == 413
    assert time.monotonic() - began < 5


def V5_2_2_what_is_not_what_its_name_says_is_refused(target: Target) -> None:
    files = Files(target)
    tried = 0
    contents = {"pdf": PDF, "png": png(4, 3), "gif": GIF, "svg": SVG, "html": HTML, "exe": PROGRAM, "txt": b"She came on Monday.\n"}
    for extension in ("pdf", "png", "jpg", "docx", "mp3", "mp4"):
        one = files.begun(f"file.{extension}")
        for kind, content in contents.items():
            if kind != extension:
                answer = files.send(one, content)
                assert answer.status == 422 and re.search(rb"attachments\.(other-type|program)", answer.body), (extension, kind, answer.body)
                tried += 1
    assert tried >= 40, tried


def V5_2_6_a_picture_made_to_exhaust_memory_is_refused(target: Target) -> None:
    files = Files(target)
    answer = files.send(files.begun("scan.png"), png(50_000, 50_000))
    assert answer.status == 422 and b"huge-picture" in answer.body, answer.body


def V5_3_1_nothing_that_was_sent_is_served_but_through_an_opening(target: Target) -> None:
    files = Files(target)
    one = files.kept("page.html", HTML)
    for path in (one + "/content", one + "/openings", "/" + one.rsplit("/", 1)[1], "/page.html", "/files/page.html", "/uploads/page.html"):
        answer = target.get(path, files.cookie)
        # An address of no file is a screen's: the one page answers, and nothing of what was sent.
        assert answer.status in (404, 405) or answer.body == target.get("/").body, (path, answer.status)
        assert HTML not in answer.body, path


def V5_3_2_a_name_is_never_a_path(target: Target) -> None:
    files = Files(target)
    for name in ("../../etc/passwd", "..\\..\\boot.ini", "a\u0000.pdf", "\\\\host\\share\\a.pdf", "C:a.pdf", "..", "a\nb.pdf", "\u202egpj.exe", "a" * 201):
        answer = files.begin(name)
        assert 400 <= answer.status < 500, (name, answer.status)
    on_disk = [path.name for path in target.server.folder.rglob("*")]
    assert not any("passwd" in name or name.endswith((".pdf", ".ini")) for name in on_disk), on_disk


def V5_4_1_a_download_is_always_an_attachment_named_by_the_server(target: Target) -> None:
    files = Files(target)
    answer = files.open(files.kept("scan.gif", GIF + b"PK\x03\x04META-INF/MANIFEST.MF"))
    is_harmless(answer)
    assert answer.header("content-disposition") == "attachment; filename=\"scan.gif\"; filename*=UTF-8''scan.gif"


def V5_4_2_no_name_breaks_out_of_its_header(target: Target) -> None:
    files = Files(target)
    answer = files.open(files.kept('a"; filename=evil.html; x="\u00e9\u4e2d%0d%0aX=y', b"plain words\n"))
    is_harmless(answer)
    header = answer.header("content-disposition")
    assert header.isascii() and header.count('"') == 2 and header.count(";") == 2, header
    assert "x" not in answer.headers


def V5_2_4_a_member_begins_only_so_many_files_an_hour(target: Target) -> None:
    files = Files(target)
    answers = [files.begin(f"{number}.txt").status for number in range(21)]
    assert answers[-1] == 429 and set(answers[:-1]) <= {201, 429}, answers
