"""kms: 4,096 bytes of Encrypt

AWS: Encrypt takes at most 4,096 bytes, and Decrypt refuses a ciphertext that was changed:
https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html
https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
MiniStack 1.5.33: takes any length, and decrypts a changed ciphertext to other bytes. Here each ciphertext
ends in a checksum, which Decrypt verifies.
"""

import base64
import hashlib
import hmac
import json

from ministack.core.responses import error_response_json

from .replace import replaces

SIZE = 16


def _checksum(blob):
    return hmac.new(b"integrity", blob, hashlib.sha256).digest()[:SIZE]


@replaces("services.kms", "_encrypt")
def encrypt(original, data):
    if len(base64.b64decode(data.get("Plaintext", ""))) > 4096:
        return error_response_json(
            "ValidationException",
            "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: "
            "Member must have length less than or equal to 4096",
            400,
        )
    status, headers, body = original(data)
    answer = json.loads(body)
    if status == 200:
        blob = base64.b64decode(answer["CiphertextBlob"])
        answer["CiphertextBlob"] = base64.b64encode(blob + _checksum(blob)).decode()
    return status, headers, json.dumps(answer).encode()


@replaces("services.kms", "_generate_data_key_common")
def data_key(original, *args, **kwargs):
    answer = original(*args, **kwargs)
    key, plaintext, blob = answer
    # An error is a response: a status comes first, and not a key.
    return (key, plaintext, blob + _checksum(blob)) if isinstance(key, dict) else answer


@replaces("services.kms", "_decrypt")
def decrypt(original, data):
    blob = base64.b64decode(data.get("CiphertextBlob", ""))
    content, checksum = blob[:-SIZE], blob[-SIZE:]
    if not hmac.compare_digest(_checksum(content), checksum):
        return error_response_json("InvalidCiphertextException", "", 400)
    return original({**data, "CiphertextBlob": base64.b64encode(content).decode()})
