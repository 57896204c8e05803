"""A faulty HTTP server: http_peer.py FOLDER

Prints its ports on one line (plain, TLS, TLS under a wrong name, one where nobody
listens, one that accepts and is silent, one where a connection never comes about)
and serves until its standard input ends. FOLDER gets ca.pem, which signs both
certificates, and each request as it came: 1, 2, 3, ...

The path says what happens: /status/CODE, /retry/SECONDS-OR-DATE (with 429),
/slow-headers, /slow-body, /silent, /cut-headers, /cut-body, /cut-hints, /chunked,
/cut-chunked, /garbage, /huge,
/huge-headers, /redirect, /close, /reset, /switch, /early-hints, /connection (its
number is the answer), /once (the second request on a connection is read, and the
connection closed), /as-told (FOLDER/answer, byte for byte; then the connection ends,
and FOLDER/answer.next, where it is there, takes its place).
"""
import itertools
import os
import select
import socket
import ssl
import struct
import subprocess
import sys
import threading
import urllib.parse

REQUESTS = itertools.count(1)
CONNECTIONS = itertools.count(1)
LOCK = threading.Lock()


def answer(status, body=b"", headers=()):
    lines = [f"HTTP/1.1 {status} Because", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def read_request(connection, left):
    while b"\r\n\r\n" not in left:
        data = connection.recv(65536)
        if not data:
            return None, b""
        left += data
    head, _, rest = left.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(rest) < length:
        data = connection.recv(65536)
        if not data:
            return None, b""
        rest += data
    return head + b"\r\n\r\n" + rest[:length], rest[length:]


def keep(folder, request):
    with LOCK:
        path = os.path.join(folder, str(next(REQUESTS)))
        with open(path + ".new", "wb") as file:
            file.write(request)
        os.rename(path + ".new", path)


def trickle(connection, byte):
    """One byte after the other until the other side has had enough."""
    while not select.select([connection], [], [], 0.02)[0]:
        connection.sendall(byte)


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def answer_as_told(connection, path):
    with open(path, "rb") as file:
        told = file.read()
    if os.path.exists(path + ".next"):
        os.rename(path + ".next", path)
    connection.sendall(told)


def respond(connection, folder, path, number, count):
    """True where the connection stays."""
    name, _, value = path[1:].partition("/")
    value = urllib.parse.unquote(value)
    if name == "status":
        connection.sendall(answer(value, b'{"sid":"SM1"}', ["Content-Type: application/json"]))
    elif name == "retry":
        connection.sendall(answer(429, b"later", [f"Retry-After: {value}"]))
    elif name == "redirect":
        connection.sendall(answer(302, b"", ["Location: /status/200"]))
    elif name == "early-hints":
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\nRetry-After: 9\r\n\r\n" + answer(200, b"late"))
    elif name == "connection" or (name == "once" and count == 1):
        connection.sendall(answer(200, str(number).encode()))
    elif name == "slow-headers":
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        trickle(connection, b"x")
    elif name == "slow-body":
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
        trickle(connection, b"x")
    elif name == "silent":
        connection.recv(1)
    elif name == "cut-headers":
        connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Len")
    elif name == "cut-body":
        connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{\"sid\":")
    elif name == "chunked":
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\nX-After: 1\r\n\r\n")
    elif name == "cut-chunked":
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n")
    elif name == "cut-hints":
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n")
    elif name == "garbage":
        connection.sendall(b"\x00\xff\x17 this is not HTTP\r\n\r\n")
    elif name == "huge":
        connection.sendall(answer(200, b"x" * int(value)))
    elif name == "huge-headers":
        connection.sendall(answer(200, b"", [f"X-{i}: " + "x" * 1000 for i in range(100)]))
    elif name == "switch":
        connection.sendall(b"HTTP/1.1 101 Switching Protocols\r\n\r\n")
    elif name == "reset":
        reset(connection)
    elif name == "as-told":
        answer_as_told(connection, os.path.join(folder, "answer"))
    return name in ("status", "retry", "redirect", "early-hints", "connection", "once", "huge") \
        and not (name == "once" and count > 1)


def serve(connection, folder, context):
    number = next(CONNECTIONS)
    count = 0
    left = b""
    try:
        if context:
            connection = context.wrap_socket(connection, server_side=True)
        stays = True
        while stays:
            request, left = read_request(connection, left)
            if not request:
                break
            keep(folder, request)
            count += 1
            stays = respond(connection, folder, request.split(b" ")[1].decode().partition("?")[0], number, count)
    except OSError:
        pass  # the other side went: that is what many tests do
    finally:
        connection.close()


def bind():
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    return bound


def listen(backlog=64):
    listener = bind()
    listener.listen(backlog)
    return listener


def accept(listener, folder, context):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection, folder, context), daemon=True).start()


def port(listener):
    return listener.getsockname()[1]


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def certificate(folder, name, alternative):
    files = {kind: os.path.join(folder, f"{name}.{kind}") for kind in ("key", "csr", "pem", "ext")}
    with open(files["ext"], "w", encoding="ascii") as file:
        file.write(f"subjectAltName={alternative}\n")
    openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", files["key"], "-out", files["csr"])
    openssl("x509", "-req", "-in", files["csr"], "-CA", os.path.join(folder, "ca.pem"), "-CAkey",
            os.path.join(folder, "ca.key"), "-CAcreateserial", "-days", "2", "-extfile", files["ext"], "-out", files["pem"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files["pem"], files["key"])
    return context


def authority(folder):
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Test authority",
            "-addext", "keyUsage=critical,keyCertSign", "-keyout", os.path.join(folder, "ca.key"),
            "-out", os.path.join(folder, "ca.pem"))


def full_listener():
    """Its queue is full, so that the system drops what asks for a connection."""
    listener = listen(0)
    waiting = []
    for _ in range(4):
        client = socket.socket()
        client.setblocking(False)
        client.connect_ex(listener.getsockname())
        waiting.append(client)
    return listener, waiting


def main(folder):
    authority(folder)
    contexts = [None, certificate(folder, "good", "IP:127.0.0.1,DNS:localhost"),
                certificate(folder, "other", "DNS:other.example")]
    listeners = [listen() for _ in contexts]
    nobody = bind()  # and listens not: the port is taken, and refused
    silent = listen()
    full, waiting = full_listener()
    for listener, context in zip(listeners, contexts):
        threading.Thread(target=accept, args=(listener, folder, context), daemon=True).start()
    print(*map(port, listeners), port(nobody), port(silent), port(full), flush=True)
    sys.stdin.read()
    for client in waiting:
        client.close()


if __name__ == "__main__":
    main(sys.argv[1])
