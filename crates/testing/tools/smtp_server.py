"""An SMTP server for tests: keeps what it gets, and misbehaves when told to.

Its only argument is a JSON object; the Rust side (src/smtp.rs) says what can be in it. It prints
its port, writes each mail to a file of its own in `directory` and each step it reached to the
file `journal` there, before it answers. It ends when its standard input is closed, so that it
never outlives the test that started it.
"""

import asyncio
import json
import logging
import os
import ssl
import sys
import threading

from aiosmtpd.smtp import SMTP, AuthResult, syntax

logging.getLogger("mail.log").setLevel(logging.ERROR)
OPTIONS = json.loads(sys.argv[1])
DIRECTORY = OPTIONS["directory"]


def journal(step):
    with open(os.path.join(DIRECTORY, "journal"), "a", encoding="ascii") as file:
        file.write(step + "\n")


def keep(envelope, session):
    """One line of JSON with the envelope, then the mail exactly as it came."""
    about = {
        "from": envelope.mail_from,
        "to": envelope.rcpt_tos,
        "encrypted": session.ssl is not None or OPTIONS["security"] == "tls",
        "authenticated": bool(session.authenticated),
    }
    number = sum(name.endswith(".mail") for name in os.listdir(DIRECTORY)) + 1
    path = os.path.join(DIRECTORY, f"{number:04}.mail")
    with open(path + ".part", "wb") as file:
        file.write(json.dumps(about).encode() + b"\n" + envelope.original_content)
    os.rename(path + ".part", path)


class Server(SMTP):
    async def misbehave(self, step):
        """Does what was asked for at this step. Gives the answer to send instead, if any."""
        journal(step)
        behaviour = OPTIONS["behaviours"].get(step)
        if behaviour == "silence":
            await asyncio.Event().wait()
        if behaviour == "hangUp":
            self.transport.abort()
            raise asyncio.CancelledError
        return behaviour["answer"] if behaviour else None

    @syntax("DATA")
    async def smtp_DATA(self, argument):
        answer = await self.misbehave("data")
        if answer is None:
            await super().smtp_DATA(argument)
        else:
            await self.push(answer)


class Handler:
    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        answer = await server.misbehave("hello")
        return responses if answer is None else [answer]

    async def handle_MAIL(self, server, session, envelope, address, options):
        answer = await server.misbehave("sender")
        if answer is None:
            envelope.mail_from = address
        return answer or "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = await server.misbehave("recipient")
        answer = OPTIONS["recipients"].get(address, answer)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if OPTIONS["behaviours"].get("content") in (None, "hangUp", "silence"):
            keep(envelope, session)
        return await server.misbehave("content") or "250 OK"


def authenticate(server, session, envelope, mechanism, login):
    journal("sign-in")
    given = [login.login.decode(), login.password.decode()]
    return AuthResult(success=given == OPTIONS["signIn"], handled=False)


def end_with_the_test():
    sys.stdin.buffer.read()
    os._exit(0)


async def main():
    context = None
    if OPTIONS["security"] != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(OPTIONS["certificate"], OPTIONS["key"])
    signs_in = OPTIONS["signIn"] is not None

    def connection():
        return Server(
            Handler(),
            hostname="mail.example",
            tls_context=context if OPTIONS["security"] == "starttls" else None,
            require_starttls=OPTIONS["security"] == "starttls",
            auth_required=signs_in,
            auth_require_tls=OPTIONS["security"] == "starttls",
            auth_exclude_mechanism=None if signs_in else ["PLAIN", "LOGIN"],
            authenticator=authenticate,
        )

    immediate = context if OPTIONS["security"] == "tls" else None
    loop = asyncio.get_running_loop()
    server = await loop.create_server(connection, "127.0.0.1", 0, ssl=immediate)
    threading.Thread(target=end_with_the_test, daemon=True).start()
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
