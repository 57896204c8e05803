"""A Unix socket in front of a server's: cutting_proxy.py SOCKET SERVER_SOCKET BYTES

Serves one connection, cuts it when BYTES bytes have come back from the server,
prints how many came, and ends.
"""
import os
import selectors
import socket
import sys


def serve(path, server_path, limit):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(1)
    client, _ = listener.accept()
    os.unlink(path)
    server = socket.socket(socket.AF_UNIX)
    server.connect(server_path)
    came = 0
    with selectors.DefaultSelector() as selector:
        selector.register(client, selectors.EVENT_READ)
        selector.register(server, selectors.EVENT_READ)
        while came < limit:
            for key, _ in selector.select():
                data = key.fileobj.recv(65536)
                if not data:
                    return came
                if key.fileobj is client:
                    server.sendall(data)
                    continue
                client.sendall(data[:limit - came])
                came += len(data)
                if came >= limit:
                    break
    return came


if __name__ == "__main__":
    print(serve(sys.argv[1], sys.argv[2], int(sys.argv[3])))
