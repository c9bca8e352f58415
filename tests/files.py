"""Files that people send: a photo and a recording that tell more than they should."""

import io

from PIL import Image

PLACE_TAKEN = 0x8825
MADE_BY = 0x010F


def photo(size: tuple[int, int] = (60, 40), kind: str = "JPEG") -> bytes:
    """Make a photo that tells where and with what it was taken."""
    picture = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    exif[MADE_BY] = "Otter Phones"
    exif.get_ifd(PLACE_TAKEN)[1] = "N"
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def box(name: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + name + content


def recording() -> bytes:
    place = box(b"udta", box(b"\xa9xyz", b"+51.28+0.52/"))
    return box(b"ftyp", b"M4A \x00\x00\x00\x00") + box(b"moov", place) + box(b"mdat", b"sound")
