"""manage.py make-keys: an Ed25519 key pair for tokens, as settings."""

from base64 import b64encode

import typer
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


def make_keys() -> None:
    """Generate a key pair that signs tokens (EdDSA), and print it as settings, with the public key for verifiers."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    typer.echo("AUTH__ALGORITHM=EdDSA")
    typer.echo(f"AUTH__PRIVATE_KEY={b64encode(private).decode()}")
    typer.echo("# For AUTH__PREVIOUS_PUBLIC_KEY when another key signs, and for services that only verify:")
    typer.echo(f"# {b64encode(public).decode()}")
