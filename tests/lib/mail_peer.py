"""Mail servers, good and faulty: mail_peer.py FOLDER

Prints its ports on one line and serves until its standard input ends:
0 aiosmtpd without TLS, 1 with STARTTLS as mail.localhost, 2 with TLS from the start,
3 with STARTTLS under a wrong name, 4 faulty, 5 nobody listens, 6 greets with 554,
7 says nothing. 1 and 2 want a sign-in (desk, hunter2). FOLDER gets ca.pem, and each
message that came to its end, behind its envelope: 1, 2, 3, ...

A local part says what happens. The receiver's at 0: later-rcpt (451), no-rcpt (550),
later-text, no-text (after the text). The sender's at 4: cut-STEP, silent-STEP, garbage-STEP,
endless-STEP, lines-STEP (an answer of several lines), slow-STEP (one byte after the
other), each with STEP mail, rcpt, data or text; odd-data (250 for 354); half-text
(closes after the first bytes of the text). The name that the client gives itself,
the path of its URL: old (knows no EHLO), old-silent (and HELO gets no answer).
"""
import asyncio
import logging
import sys
import threading
import warnings

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

import http_peer


class Handler:
    def __init__(self, folder):
        self.folder = folder

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.partition("@")[0]
        if name.endswith("-rcpt"):
            return "451 4.2.1 later" if name.startswith("later") else "550 5.1.1 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        head = f"{envelope.mail_from} {' '.join(envelope.rcpt_tos)}\n".encode()
        http_peer.keep(self.folder, head + envelope.original_content)
        name = envelope.rcpt_tos[0].partition("@")[0]
        if name.endswith("-text"):
            return "452 4.3.1 later" if name.startswith("later") else "554 5.7.1 not this"
        return "250 2.0.0 taken"


def authenticate(server, session, envelope, mechanism, data):
    right = isinstance(data, LoginPassword) and data.login == b"desk" and data.password == b"hunter2"
    return AuthResult(success=right, handled=False)


async def good_server(folder, context=None, tls=None, signed_in=True):
    def protocol():
        return SMTP(Handler(folder), hostname="peer", tls_context=context, require_starttls=context is not None,
                    authenticator=authenticate, auth_required=signed_in and (context or tls) is not None,
                    auth_require_tls=tls is None)

    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0, ssl=tls)
    return server.sockets[0]


class Faulty:
    """One connection. A step's answer is right unless the sender's name has a fault for it."""

    def __init__(self, folder, connection):
        self.folder = folder
        self.connection = connection
        self.file = connection.makefile("rb")
        self.fault = ""

    def answer(self, step, right):
        fault, _, where = self.fault.rpartition("-")
        if where != step:
            self.connection.sendall(right + b" fine\r\n")
            return
        if fault == "cut":
            raise ConnectionError
        if fault == "silent":
            self.connection.recv(1)
            raise ConnectionError
        if fault == "endless":
            while True:
                self.connection.sendall(b"2" * 1024)
        if fault == "slow":
            for byte in right + b" fine\r\n":
                self.connection.sendall(bytes([byte]))
                http_peer.select.select([self.connection], [], [], 0.01)
            return
        if fault == "lines":
            # Whoever takes the first line for the answer goes on here, and takes the next one for another.
            for end in (b"-one\r\n", b"-two\r\n", b"\r\n"):
                self.connection.sendall(right + end)
                http_peer.select.select([self.connection], [], [], 0.05)
            return
        self.connection.sendall({"garbage": b"\xff\x00what?\r\n", "odd": b"250 fine\r\n"}[fault])

    def serve(self):
        self.connection.sendall(b"220 peer\r\n")
        for line in self.file:
            word = line[:4].upper()
            if word == b"QUIT":
                break
            if word == b"MAIL":
                self.fault = line.partition(b"<")[2].partition(b"@")[0].decode()
                self.answer("mail", b"250")
            elif word == b"RCPT":
                self.answer("rcpt", b"250")
            elif word == b"DATA":
                self.answer("data", b"354")
                self.text()
            elif word == b"EHLO" and b"old" in line:
                self.connection.sendall(b"502 not known here\r\n")
            elif word == b"HELO" and b"silent" in line:
                self.connection.recv(1)
            else:
                self.connection.sendall(b"250 peer\r\n")

    def text(self):
        if self.fault == "half-text":
            self.file.read(10)
            raise ConnectionError
        lines = []
        for line in self.file:
            if line == b".\r\n":
                break
            lines.append(line)
        else:
            return
        http_peer.keep(self.folder, b"".join(lines))
        self.answer("text", b"250")


def serve_faulty(folder, connection):
    try:
        Faulty(folder, connection).serve()
        connection.shutdown(http_peer.socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        connection.close()


def accept(listener, talk):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=talk, args=(connection,), daemon=True).start()


def refuse(connection):
    connection.sendall(b"554 no service here\r\n")
    connection.recv(100)


def start(talk):
    listener = http_peer.listen()
    threading.Thread(target=accept, args=(listener, talk), daemon=True).start()
    return listener


async def main(folder):
    # aiosmtpd has words for what is done here on purpose.
    logging.disable()
    warnings.simplefilter("ignore")
    http_peer.authority(folder)
    good = http_peer.certificate(folder, "good", "DNS:mail.localhost")
    other = http_peer.certificate(folder, "other", "DNS:other.example")
    nobody = http_peer.bind()
    sockets = [await good_server(folder), await good_server(folder, context=good), await good_server(folder, tls=good),
               await good_server(folder, context=other, signed_in=False),
               start(lambda connection: serve_faulty(folder, connection)), nobody, start(refuse),
               start(lambda connection: connection.recv(1))]
    print(*map(http_peer.port, sockets), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
