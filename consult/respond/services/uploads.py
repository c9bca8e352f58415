"""Photos and voice notes: made plain, kept with the reply, gone with it."""

import io
import secrets
from collections.abc import Collection
from datetime import date
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.errors import NotFound
from consult.jobs import chore
from consult.respond.models import Submission, Upload, UploadContent
from consult.respond.rules import UploadKind
from consult.respond.rules.uploads import LONGEST_SIDE, FileRefused, check_size, plain_sound

JPEG_QUALITY = 82
MOST_PIXELS = 60_000_000
PHOTOS = ("JPEG", "PNG", "WEBP")
ENDINGS = {
    "image/jpeg": "jpg",
    "audio/mp4": "m4a",
    "audio/amr": "amr",
    "audio/wav": "wav",
    "audio/mpeg": "mp3",
}


def plain_file(kind: UploadKind, content: bytes) -> tuple[str, bytes]:
    """Return a file's media type and content as we keep it: with nothing but picture or sound.

    Raises:
        FileRefused: it is too large, or is not what it should be, whatever its name says.
    """
    check_size(kind, content)
    if kind is UploadKind.VOICE:
        return plain_sound(content)
    return "image/jpeg", _plain_photo(content)


def _plain_photo(content: bytes) -> bytes:
    """Draw the picture anew: place, time and camera stay behind."""
    try:
        with Image.open(io.BytesIO(content), formats=PHOTOS) as photo:
            if photo.width * photo.height > MOST_PIXELS:
                raise FileRefused("This photo is too big. Choose a smaller one.")
            upright = ImageOps.exif_transpose(photo).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise FileRefused("We cannot open this photo. Choose a JPEG, PNG or WebP.") from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()


def keep_upload(
    session: Session,
    draft_id: int | None,
    question_key: str,
    kind: UploadKind,
    file: tuple[str, bytes],
    *,
    today: date,
) -> str:
    """Keep a plain file (its media type and content) with a reply; return its name.

    Not committed.
    """
    upload = Upload(draft_id=draft_id, question_key=question_key, **_described(kind, file, today))
    session.add(upload)
    session.flush()
    session.add(UploadContent(upload_id=upload.id, content=file[1]))
    session.flush()
    return upload.name


def _described(kind: UploadKind, file: tuple[str, bytes], today: date) -> dict[str, Any]:
    media_type, content = file
    return {
        "kind": kind,
        "media_type": media_type,
        "name": f"{secrets.token_hex(16)}.{ENDINGS[media_type]}",
        "size": len(content),
        "came_on": today,
    }


def drop_upload(session: Session, draft_id: int, name: str) -> None:
    """Take a file away from a reply under way. Not committed."""
    session.execute(delete(Upload).where(Upload.draft_id == draft_id, Upload.name == name))


def send_uploads(session: Session, names: Collection[str], submission_id: int) -> None:
    """Let files belong to a submission from now on. Not committed."""
    session.execute(
        update(Upload)
        .where(Upload.name.in_(names), Upload.submission_id.is_(None))
        .values(draft_id=None, submission_id=submission_id)
    )


def content_of(session: Session, upload: Upload) -> bytes:
    """Return what a file holds.

    Raises:
        NotFound: it was refused or taken back.
    """
    held = session.get(UploadContent, upload.id)
    if held is None:
        raise NotFound("This file is not here any more.")
    return held.content


@chore
def forget_lost_uploads(session: Session, _today: date) -> None:
    """Delete the files of replies that nobody came back to, and of words taken back."""
    lost = Upload.draft_id.is_(None) & Upload.submission_id.is_(None)
    taken_back = select(Submission.id).where(Submission.withdrawn_on.is_not(None))
    gone = select(Upload.id).where(lost | Upload.submission_id.in_(taken_back))
    session.execute(delete(UploadContent).where(UploadContent.upload_id.in_(gone)))
    session.execute(delete(Upload).where(Upload.id.in_(gone)))
    session.commit()
