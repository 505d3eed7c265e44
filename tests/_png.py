"""A picture of a screen made small: PNG with the 256 colours that it has most of (W3C, third edition)."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import batched

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256

type Colour = tuple[int, ...]


def small(png: bytes) -> bytes:
    """The same picture in a palette; a colour that is rare becomes the nearest of the others."""
    chunks = dict(_chunks(png))
    width, height, depth, kind = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    assert (depth, kind) in ((8, 2), (8, 6)), (
        "eight bits a channel, with or without a channel for what shines through"
    )
    pixel = 3 if kind == 2 else 4
    unpacked = _rows(zlib.decompress(chunks[b"IDAT"]), width * pixel, pixel)
    rows = [[colour[:3] for colour in batched(row, pixel)] for row in unpacked]
    count = Counter(colour for row in rows for colour in row)
    palette = [colour for colour, _ in count.most_common(COLOURS)]
    place = {colour: at for at, colour in enumerate(palette)}
    for colour in count:
        if colour not in place:
            place[colour] = min(range(len(palette)), key=lambda at: _apart(palette[at], colour))
    packed = zlib.compress(b"".join(b"\0" + bytes(map(place.__getitem__, row)) for row in rows), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    written = ((b"IHDR", head), (b"PLTE", bytes(sum(palette, ()))), (b"IDAT", packed), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, data) for name, data in written)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a file; the pieces of its image data as one."""
    at, image = len(SIGNATURE), b""
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        name, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if name == b"IDAT":
            image += data
        else:
            yield name, data
        at += 12 + length
    yield b"IDAT", image


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _rows(data: bytes, length: int, pixel: int) -> Iterator[bytes]:
    """The rows without their filters (section 9)."""
    above = bytes(length)
    for at in range(0, len(data), length + 1):
        kind, row = data[at], bytearray(data[at + 1 : at + 1 + length])
        for x in range(length) if kind else ():
            left, up = row[x - pixel] if x >= pixel else 0, above[x]
            corner = above[x - pixel] if x >= pixel else 0
            guess = (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind]
            row[x] = (row[x] + guess) & 255
        above = bytes(row)
        yield above


def _paeth(left: int, up: int, corner: int) -> int:
    near = left + up - corner
    return min((left, up, corner), key=lambda each: abs(near - each))


def _apart(one: Colour, other: Colour) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
