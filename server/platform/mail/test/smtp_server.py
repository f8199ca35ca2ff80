#!/usr/bin/env python3
"""A real SMTP server for tests, on 127.0.0.1. Prints its port, then takes mail until it is told to stop.

Each mail that it takes becomes a line of JSON in --out: from, to, whether TLS was on, who signed in, and the bytes.
Recipients that begin with "nobody" do not exist; those that begin with "later" may be tried again; of those that begin
with "forbidden" a rule of the server takes nothing.
"""
import argparse
import asyncio
import json
import logging
import os
import ssl
import warnings

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Mailbox:
    def __init__(self, out):
        self.out = out

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 5.1.1 No such user"
        if address.startswith("later"):
            return "451 4.3.0 Try again later"
        if address.startswith("forbidden"):
            return "554 5.7.1 Rejected by policy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "tls": session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None,
            "user": session.auth_data.login.decode() if session.auth_data else "",
            "bytes": envelope.original_content.decode(),
        }
        with open(self.out, "a", encoding="utf-8") as file:
            file.write(json.dumps(mail) + "\n")
        return "250 OK"


async def serve(wanted):
    parent = os.getppid()
    context = None
    if wanted.tls != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(wanted.cert, wanted.key)

    def authenticate(server, session, envelope, mechanism, data):
        known = isinstance(data, LoginPassword)
        right = known and data.login.decode() == wanted.user and data.password.decode() == wanted.password
        return AuthResult(success=right, handled=right, auth_data=data if right else None)

    def protocol():
        return SMTP(
            Mailbox(wanted.out),
            hostname="mail.example",
            tls_context=context if wanted.tls == "starttls" else None,
            require_starttls=wanted.tls == "starttls",
            auth_required=bool(wanted.user),
            auth_require_tls=False,
            authenticator=authenticate if wanted.user else None,
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        protocol, "127.0.0.1", wanted.port, ssl=context if wanted.tls == "tls" else None
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    # A test that was killed cannot stop its server.
    async with server:
        while os.getppid() == parent:
            await asyncio.sleep(0.5)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--tls", choices=["none", "starttls", "tls"], default="none")
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    # What a client does wrong on purpose is no news of a test's.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    try:
        asyncio.run(serve(parser.parse_args()))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
