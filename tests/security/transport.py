"""TLS as strangers find it."""
import socket
import ssl
import subprocess
import warnings

from target import Target


def handshake(target: Target, lowest, highest, ciphers: str = "") -> str:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = lowest, highest
    context.set_ciphers(ciphers or "ALL:@SECLEVEL=0")
    with socket.create_connection(("127.0.0.1", target.server.port), timeout=10) as plain:
        with context.wrap_socket(plain) as link:
            return f"{link.version()} {link.cipher()[0]}"


def refused(*args) -> bool:
    try:
        handshake(*args)
    except (ssl.SSLError, ConnectionError):
        return True
    return False


def V12_1_1_only_present_versions_of_tls_are_spoken(target: Target) -> None:
    version = ssl.TLSVersion
    for old in (version.TLSv1, version.TLSv1_1):
        assert refused(target, old, old), old
    assert handshake(target, version.TLSv1_2, version.TLSv1_2).startswith("TLSv1.2")
    assert handshake(target, version.TLSv1_2, version.TLSv1_3).startswith("TLSv1.3")


def V12_1_2_only_forward_secret_authenticated_suites_are_taken(target: Target) -> None:
    version = ssl.TLSVersion.TLSv1_2
    for weak in ("AES128-GCM-SHA256", "AES256-SHA", "ECDHE-RSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384", "DHE-RSA-AES128-SHA256",
                 "ECDHE-ECDSA-AES128-SHA256", "CAMELLIA128-SHA"):
        assert refused(target, version, version, weak + ":@SECLEVEL=0"), weak
    suite = handshake(target, version, version)
    assert "ECDHE" in suite and ("GCM" in suite or "CHACHA20" in suite), suite


def V12_2_1_plain_http_gets_no_data(target: Target) -> None:
    with socket.create_connection(("127.0.0.1", target.server.port), timeout=10) as plain:
        plain.sendall(b"GET /api/v1/pack HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        plain.settimeout(10)
        said = b""
        try:
            while piece := plain.recv(4096):
                said += piece
        except OSError:
            pass
    assert b" 200 " not in said and b"{" not in said, said


def V13_3_2_secrets_that_others_may_read_stop_the_start(target: Target) -> None:
    secrets = target.server.folder / "secrets"
    assert secrets.stat().st_mode & 0o077 == 0 and target.server.folder.stat().st_mode & 0o077 == 0
    mode = secrets.stat().st_mode
    secrets.chmod(0o644)
    try:
        run = subprocess.run([str(target.build / "bin/opennrm"), "serve", str(target.server.folder), "--port", "0", "--health-port", "0"],
                             capture_output=True, text=True, timeout=60)
    finally:
        secrets.chmod(mode)
    assert run.returncode != 0 and "secrets" in run.stderr, run.stderr
