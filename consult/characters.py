"""Which characters text may hold, so that every database and every page takes it."""

# What no page may hold: control characters, and what Unicode says is no character at all.
CONTROLS = {*range(32), *range(127, 160)} - {ord("\n"), ord("\t")}
NO_CHARACTERS = {*range(0xFDD0, 0xFDF0)} | {
    plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
}
TAKEN_OUT = dict.fromkeys(CONTROLS | NO_CHARACTERS)


def clean(text: str) -> str:
    """Return text with Windows line ends made plain and control characters taken out."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(TAKEN_OUT)
