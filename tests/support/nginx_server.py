"""A real nginx with TLS in front of the app, as the README's examples have it."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from app_server import ROOT
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from servers import await_start, listens, stop

BLOCK = r"^    ({} \{{.*?^    \}})"
ONE, SEVERAL = "http://127.0.0.1:8501;", "http://monitor;"
PORTS = (8501, 8502)
# The header of each answer that says at which port of this machine it was made.
MADE_AT = "X-Made-At"
AROUND = """
daemon off;
{user}pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    add_header X-Made-At $upstream_addr always;
    client_body_temp_path {folder}/client;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/key.pem;
    {blocks}
}}
"""


@contextmanager
def nginx_in_front(program: str, folder: Path, port: int, *app_ports: int) -> Iterator[None]:
    """Run nginx as the README says, on a port of this machine in place of 443.

    With two ports of apps it is as the README says for several processes.
    """
    server = _block("server")
    for theirs, ours in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("server_name desk.example;", "server_name localhost;"),
        (ONE, f"http://127.0.0.1:{app_ports[0]};" if len(app_ports) == 1 else SEVERAL),
    ):
        assert theirs in server
        server = server.replace(theirs, ours)
    blocks = [server]
    if len(app_ports) > 1:
        upstream = _block("upstream monitor")
        for theirs, ours in zip(PORTS, app_ports, strict=True):
            assert f"127.0.0.1:{theirs};" in upstream
            upstream = upstream.replace(f"127.0.0.1:{theirs};", f"127.0.0.1:{ours};")
        blocks += [_block("map [^{]*"), upstream]
    _write_certificate(folder)
    # A superuser's helpers are nobody, who may not write into a test's folder.
    user = "user root;\n" if os.geteuid() == 0 else ""
    settings, log = folder / "nginx.conf", folder / "nginx.txt"
    settings.write_text(AROUND.format(user=user, folder=folder, blocks="\n".join(blocks)), "utf-8")
    with log.open("w") as output:
        running = subprocess.Popen(
            [program, "-e", "stderr", "-p", str(folder), "-c", str(settings)],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        await_start("nginx", running, log, partial(listens, port))
        yield
    finally:
        stop(running)


def _block(head: str) -> str:
    found = re.search(BLOCK.format(head), (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
    assert found
    return found[1]


def _write_certificate(folder: Path) -> None:
    """Write a key, and a certificate for this machine that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(signed.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
