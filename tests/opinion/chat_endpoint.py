"""A chat endpoint to tell stories with: it listens on a port of its own, keeps what it is sent, and replies as it is told."""
import datetime
import json
import ssl
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
OPINION = {"points": [{"point": 1, "found": "yes"}, {"point": 2, "found": "partly"}], "credit": 0.75, "reason": "Says most of it."}


def envelope(content=OPINION, usage=(1000, 50), **choice):
    """What an endpoint sends around an opinion; a content that is no text is sent as JSON."""
    content = content if isinstance(content, str | None) else json.dumps(content)
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop", **choice}
    sent, got = usage
    return {"id": "x", "object": "chat.completion", "choices": [choice], "usage": {"prompt_tokens": sent, "completion_tokens": got}}


class ChatEndpoint(ThreadingHTTPServer):
    """`with ChatEndpoint(reply) as endpoint`; `reply(handler)` says what each request gets."""

    def __init__(self, reply=None, certificate=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply, self.requests = reply or says(envelope()), []
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.server_port}/v1"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.thread = Thread(target=self.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.thread.join()
        self.server_close()

    def handle_error(self, *_):
        """Callers who hang up are what many stories are about."""

    @property
    def last(self):
        """The last request's body."""
        return json.loads(self.requests[-1].body)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.close_connection = True
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append(self)
        self.server.reply(self)

    def log_message(self, *_):
        """Say nothing."""

    def answer(self, body, status=200, **headers):
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


def says(body, status=200, **headers):
    """A reply: JSON, or bytes as they are."""
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda handler: handler.answer(body, status, **headers)


def wire(*pieces, pause=0.0):
    """A reply that is no more HTTP than its bytes are, with a pause after each piece."""

    def reply(handler):
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause)

    return reply


def in_turn(*replies):
    """First this, then that; the last of them for ever."""
    left = list(replies)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)


def certificate(folder, address="127.0.0.1"):
    """A certificate that nobody has vouched for, and its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "endpoint")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / f"{address}.pem"
    plain = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(plain + made.public_bytes(serialization.Encoding.PEM))
    return path
