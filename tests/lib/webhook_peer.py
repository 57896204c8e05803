"""A gateway behind a webhook: webhook_peer.py FOLDER TOKEN

Prints its port and serves until its standard input ends. A message is taken when its
signature is right, its time is now, and its two ids are the same; FOLDER gets what was
taken, as ID.json, once under each id. FOLDER/fault, where it is there, is what happens
to the next one, and goes: busy (503, Retry-After: 1, nothing is taken), cut (taken, and
no answer), other (taken, and the answer names another id), refused (400). It stays
where it is hasty (503, Retry-After: 0, nothing is taken).
"""
import hashlib
import hmac
import http.server
import json
import os
import sys
import threading
import time


class Gateway(http.server.BaseHTTPRequestHandler):
    folder = token = None

    def log_message(self, *_):
        pass

    def answer(self, status, document, **headers):
        body = json.dumps(document).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def is_signed(self, body):
        stamp = self.headers["X-Timestamp"]
        digest = hmac.new(self.token.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        return abs(time.time() - int(stamp)) < 60 and hmac.compare_digest(self.headers["X-Signature"], "sha256=" + digest)

    def fault(self):
        try:
            with open(os.path.join(self.folder, "fault"), encoding="ascii") as file:
                fault = file.read().strip()
            if fault != "hasty":
                os.unlink(file.name)
            return fault
        except FileNotFoundError:
            return ""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        message = json.loads(body)
        if not self.is_signed(body) or self.headers["Idempotency-Key"] != message["id"]:
            self.answer(401, {})
            return
        fault = self.fault()
        path = os.path.join(self.folder, message["id"] + ".json")
        if fault in ("busy", "hasty"):
            self.answer(503, {}, Retry_After="1" if fault == "busy" else "0")
        elif fault == "refused":
            self.answer(400, {})
        elif os.path.exists(path):
            self.answer(409, {})
        else:
            with open(path + ".new", "wb") as file:
                file.write(body)
            os.rename(path + ".new", path)
            if fault == "cut":
                self.close_connection = True
            else:
                self.answer(202, {"id": "other" if fault == "other" else message["id"], "status": "accepted"})


def main(folder, token):
    Gateway.folder, Gateway.token = folder, token
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
