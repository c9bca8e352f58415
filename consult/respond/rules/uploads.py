"""What a photo and a voice note may be, told by their content, and made plain.

Sounds: a recording of a phone is an MP4 file (M4A, 3GP), else MP3, WAV or AMR. What such files say
about where and with what they were made stands in known places, and is written over.
"""

import re

from consult.errors import RuleBroken
from consult.respond.rules.routes import UploadKind

MOST_PHOTO_BYTES = 12_000_000
MOST_VOICE_BYTES = 6_000_000
MOST_FILES = {UploadKind.PHOTO: 3, UploadKind.VOICE: 1}
MOST_BYTES = {UploadKind.PHOTO: MOST_PHOTO_BYTES, UploadKind.VOICE: MOST_VOICE_BYTES}
LONGEST_SIDE = 1600

# Eleven bits set: the start of a frame of MP3.
MP3_FRAME = re.compile(rb"\xff[\xe0-\xff]")
BOX_HEAD = 8
ID3_HEAD = 10
ID3_TAIL = 128
# The boxes of an MP4 file that hold boxes, and those that tell of the maker.
HOLDERS = {b"moov", b"trak", b"mdia"}
TELLING = {b"udta", b"meta"}


class FileRefused(RuleBroken):
    """A file we cannot take; the sentence says what we can."""


def check_size(kind: UploadKind, content: bytes) -> None:
    """Raise where a file is empty or too large."""
    if not content:
        raise FileRefused("This file is empty. Choose another one.")
    if len(content) > MOST_BYTES[kind]:
        raise FileRefused("This file is too big. Choose a smaller one.")


def plain_sound(content: bytes) -> tuple[str, bytes]:
    """Return a voice note's media type and its sound, with what it tells of people taken out.

    Raises:
        FileRefused: it is no sound that we know.
    """
    if content[4:8] == b"ftyp":
        return "audio/mp4", _plain_mp4(content)
    if content.startswith(b"#!AMR"):
        return "audio/amr", content
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "audio/wav", _plain_wav(content)
    if content.startswith(b"ID3") or MP3_FRAME.match(content):
        return "audio/mpeg", _plain_mp3(content)
    raise FileRefused("We cannot play this file. Choose a recording: M4A, MP3, WAV or AMR.")


def _plain_mp4(content: bytes) -> bytes:
    """Write over the boxes that tell of the maker; every other byte stays in its place."""
    plain = bytearray(content)
    waiting = [(0, len(plain))]
    while waiting:
        at, end = waiting.pop()
        while at + BOX_HEAD <= end:
            size, name = int.from_bytes(plain[at : at + 4], "big"), bytes(plain[at + 4 : at + 8])
            size = size or end - at
            if size == 1:
                size = int.from_bytes(plain[at + 8 : at + 16], "big")
            if size < BOX_HEAD or at + size > end:
                raise FileRefused("This recording is broken. Record it again.")
            if name in TELLING:
                plain[at + 4 : at + size] = b"free" + bytes(size - BOX_HEAD)
            elif name in HOLDERS:
                waiting.append((at + BOX_HEAD, at + size))
            at += size
    return bytes(plain)


def _plain_wav(content: bytes) -> bytes:
    """Keep the chunks that are sound."""
    kept, at = b"", 12
    while at + BOX_HEAD <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        size += BOX_HEAD + size % 2
        if content[at : at + 4] in {b"fmt ", b"data"}:
            kept += content[at : at + size]
        at += size
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WAVE" + kept


def _plain_mp3(content: bytes) -> bytes:
    """Cut off the labels at the start and at the end."""
    while content.startswith(b"ID3") and len(content) > ID3_HEAD:
        seven = [byte & 0x7F for byte in content[6:10]]
        size = seven[0] << 21 | seven[1] << 14 | seven[2] << 7 | seven[3]
        content = content[ID3_HEAD + size :]
    return content[:-ID3_TAIL] if content[-ID3_TAIL:].startswith(b"TAG") else content
