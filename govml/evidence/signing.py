"""Signing with an SSH key: one in a file, in an agent or in a hardware token.

A private key in a plain file signs in this process. With every other one `ssh-keygen -Y sign` signs: it speaks with the
agent and with tokens, and asks for a passphrase on the terminal, or through SSH_ASKPASS where there is none.
"""

from __future__ import annotations

import os
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from govml.base.settings import setting
from govml.evidence.dsse import PAYLOAD_TYPE, Envelope, Signature, pae
from govml.evidence.sshsig import NAMESPACE, PrivateKey, PublicKey, read_private_key, read_public_key, unarmored, verify
from govml.model import EvidenceError, UsageError

if TYPE_CHECKING:
    from govml.base.git import Repository

VARIABLE: Final = "GOVML_SIGNING_KEY"
_MAX_FILE: Final = 65_536
_LITERALS: Final = ("ssh-", "ecdsa-", "sk-")
_SECONDS: Final = 30
"""How long an agent may take to list its keys."""


class Signer(Protocol):
    """Signs in govml's namespace."""

    @property
    def public(self) -> PublicKey:
        """The key that signs."""

    def sign(self, message: bytes) -> bytes:
        """An SSHSIG blob over `message`. Raises `EvidenceError` when the key can't be reached any more."""


def default_key(repository: Repository, key: str = "") -> str:
    """The key to sign with: the one given, `GOVML_SIGNING_KEY`, or Git's `user.signingkey` when that is an SSH key.

    Empty when there is none.
    """
    of_git = setting(repository, "user.signingkey") if setting(repository, "gpg.format") == "ssh" else ""
    return key or os.environ.get(VARIABLE, "") or of_git


def open_signer(key: str) -> Signer:
    """The signer for a key: path of a private key, path of a public one, or `[key::]TYPE BASE64` as Git has it.

    Of a public key, the private half is in the agent or in the file beside it. Raises `UsageError` with what to do
    where the key can't be used now: no such file, not a key, readable by others, another passphrase, not in the agent.
    """
    literal = key.removeprefix("key::")
    if literal.startswith(_LITERALS) and " " in literal:
        public = _public(literal, "the signing key")
        _refuse_without_agent(public, "FILE")
        return _Program(public, None)
    path = Path(key).expanduser()
    data = _read(path)
    if b"PRIVATE KEY-----" not in data:
        return _of_public(_public(data.decode("utf-8", "replace"), str(path)), path)
    _refuse_open_permissions(path)
    try:
        private = read_private_key(data)
    except EvidenceError as error:
        raise UsageError(f"{path} {error}", error.hint) from None
    return private if isinstance(private, PrivateKey) else _tried(_Program(private, path))


def seal(payload: bytes, signer: Signer | None) -> Envelope:
    """An in-toto payload in an envelope with one signature, or none where nobody signs: policies deny such evidence.

    Raises `EvidenceError` when the key can't be reached any more.
    """
    if signer is None:
        return Envelope(payload, PAYLOAD_TYPE, ())
    signature = Signature(signer.public.fingerprint, signer.sign(pae(PAYLOAD_TYPE, payload)))
    return Envelope(payload, PAYLOAD_TYPE, (signature,))


class _Program:
    """A key that `ssh-keygen` signs with; `path` is None where only the agent has it."""

    def __init__(self, public: PublicKey, path: Path | None) -> None:
        self.public = public
        self._path = path

    def sign(self, message: bytes, namespace: str = NAMESPACE) -> bytes:
        """An SSHSIG blob over `message`."""
        with tempfile.TemporaryDirectory(prefix="govml-sign-") as folder:
            file = Path(folder, "message")
            file.write_bytes(message)  # in a file, for `ssh-keygen` asks for passphrases where its input is a terminal
            key = self._path
            if key is None:
                key = Path(folder, "key.pub")
                key.write_text(self.public.line + "\n", encoding="utf-8")
            # A token's "touch me" has to be seen; what else `ssh-keygen` says is told by the error.
            stderr = None if self.public.kind.startswith("sk-") else subprocess.PIPE
            args = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key.absolute()), "-n", namespace, str(file)]
            done = _run(args, stderr, None)
            signed = file.with_name("message.sig")
            if done.returncode or not signed.is_file():
                said = (done.stderr or b"it failed").decode("utf-8", "replace").strip().splitlines()[-1]
                why = f"ssh-keygen can't sign with {self._path or self.public.fingerprint}: {said}"
                hint = "`ssh-add FILE` puts a key into the agent, so that no passphrase is asked for"
                raise EvidenceError(why, hint)
            sig = unarmored(signed.read_text(encoding="ascii", errors="replace"))
        if verify(sig, message, namespace) != self.public:
            raise EvidenceError(f"ssh-keygen signed with another key than {self.public.fingerprint}", "check the agent")
        return sig


def _tried(signer: _Program) -> _Program:
    """A signer that works: a wrong passphrase shows before hours of work, not after. A token would want two touches."""
    if not signer.public.kind.startswith("sk-"):
        try:
            signer.sign(b"", f"{NAMESPACE}-trial")
        except EvidenceError as error:
            raise UsageError(str(error), error.hint) from None
    return signer


def _of_public(public: PublicKey, path: Path) -> Signer:
    beside = path.with_suffix("") if path.suffix == ".pub" else path
    if public.blob in _agent_keys():
        return _Program(public, path)
    if beside != path and beside.is_file():
        return open_signer(str(beside))
    _refuse_without_agent(public, str(beside))
    return _Program(public, path)


def _refuse_without_agent(public: PublicKey, file: str) -> None:
    if public.blob not in _agent_keys():
        if os.environ.get("SSH_AUTH_SOCK"):
            raise UsageError(f"the SSH agent has no key {public.fingerprint}", f"add it: `ssh-add {file}`")
        hint = f"start one with `eval $(ssh-agent)` and add the key: `ssh-add {file}`"
        raise UsageError(f"key {public.fingerprint} needs an SSH agent, and SSH_AUTH_SOCK names none", hint)


def _agent_keys() -> set[bytes]:
    """Blobs of the keys in the agent; none where no agent answers."""
    if not os.environ.get("SSH_AUTH_SOCK"):
        return set()
    done = _run(["ssh-add", "-L"], subprocess.DEVNULL, _SECONDS)
    found = set()
    for line in (done.stdout or b"").decode("utf-8", "replace").splitlines() if done.returncode == 0 else []:
        try:
            found.add(read_public_key(line).blob)
        except EvidenceError:
            continue  # of a type that is not used here
    return found


def _run(args: list[str], stderr: int | None, timeout: float | None) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(args, stdout=subprocess.PIPE, stderr=stderr, timeout=timeout, check=False)
    except FileNotFoundError:
        raise UsageError(f"there is no {args[0]} on the PATH", "install OpenSSH 8.2 or later") from None
    except subprocess.TimeoutExpired:
        raise UsageError("the SSH agent doesn't answer", "start another one, or name a key file with --key") from None


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UsageError(f"there is no key file {path}", "`ssh-keygen -t ed25519 -f FILE` makes one")
        with path.open("rb") as file:
            return file.read(_MAX_FILE)
    except OSError as error:
        raise UsageError(f"can't read the key {path}: {error.strerror}", "name another one with --key") from None


def _public(text: str, where: str) -> PublicKey:
    try:
        return read_public_key(text)
    except EvidenceError as error:
        raise UsageError(f"{where} {error}", "name the file of a private or public SSH key") from None


def _refuse_open_permissions(path: Path) -> None:
    """As ssh does: a private key that others can read is no longer one."""
    info = path.stat()
    mode = stat.S_IMODE(info.st_mode)
    if os.name == "posix" and info.st_uid == os.getuid() and mode & 0o077:
        raise UsageError(f"others can read the private key {path} (mode {mode:04o})", f"`chmod 600 {path}`")
