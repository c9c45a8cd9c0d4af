"""The Bot API's methods for documents, voices and photos; links to files are not supported."""

from sandbox.errors import bad_request
from sandbox.methods.messages import captioned, send
from sandbox.params import Params, Upload
from sandbox.village import Village
from sandbox.world import Json

UPLOAD_MAX = 50 * 1024 * 1024
DOWNLOAD_MAX = 20 * 1024 * 1024


def send_document(village: Village, params: Params) -> Json:
    """Send a file."""
    return _send(village, params, "document")


def send_voice(village: Village, params: Params) -> Json:
    """Send a voice message."""
    return _send(village, params, "voice")


def get_file(village: Village, params: Params) -> Json:
    """The path from which a file can be fetched."""
    file_id = params.text("file_id")
    body = village.files.body(file_id)
    if body is None:
        raise bad_request("invalid file_id")
    if len(body) > DOWNLOAD_MAX:
        raise bad_request("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": file_id[-16:],
        "file_size": len(body),
        "file_path": f"documents/{file_id}",
    }


def kept_content(village: Village, kind: str, upload: Upload, *, seconds: int) -> Json:
    """Store a file and return it as a message's content."""
    file = village.files.keep(upload.body)
    shown: Json = {"file_id": file.id, "file_unique_id": file.id[-16:], "file_size": file.size}
    shown["mime_type"] = upload.mime
    shown |= {"duration": seconds} if kind == "voice" else {"file_name": upload.name}
    return {kind: shown}


def _send(village: Village, params: Params, kind: str) -> Json:
    chat = village.open_chat(params.text("chat_id"))
    upload = params.upload(kind)
    if upload is None:
        known = village.files.body(params.text(kind))
        if known is None:
            raise bad_request(f"there is no {kind} in the request")
        upload = Upload(kind, "application/octet-stream", known)
    if not upload.body:
        raise bad_request("file must be non-empty")
    if len(upload.body) > UPLOAD_MAX:
        raise bad_request("file is too big")
    content = kept_content(village, kind, upload, seconds=params.whole("duration"))
    return send(village, params, chat, content | captioned(village, params))
