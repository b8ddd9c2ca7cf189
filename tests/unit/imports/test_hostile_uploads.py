"""Whatever is uploaded, it is read within bounds or refused with its reason."""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
import pyzipper

from tests.unit.imports.reading import LETTERBOXD_DIARY, read, zipped
from watchkeeper.foundation.core.errors import ServiceError
from watchkeeper.models.errors.import_errors import (
    ImportEmptyError,
    ImportEncryptedError,
    ImportSourceMismatchError,
    ImportSourceUnknownError,
    ImportUnreadableError,
    ImportUnsafeArchiveError,
    ImportUnsafeXmlError,
)
from watchkeeper.models.types.imports.import_source import ImportSource
from watchkeeper.repositories.imports.adapters.reading.upload_archive import UploadLimits

DIARY = LETTERBOXD_DIARY + "2024-02-01,Paper Lanterns,1998,https://boxd.example/d1,4.5,,,2024-01-31\n"
HISTORY = '{"watched_at":1,"type":"movie","movie":{}}'
SMALL = UploadLimits(unpacked=4 << 20, member=2 << 20, members=50, ratio=100)
ZEROS = b"\0" * (3 << 20)


def nested_xml(depth: int) -> str:
    return "<myanimelist>" + "<a>" * depth + "</a>" * depth + "</myanimelist>"


XXE = (
    '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    "<myanimelist><anime>&x;</anime></myanimelist>"
)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<myanimelist><anime><series_title>&b;</series_title></anime></myanimelist>"
)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        pytest.param(b"", ImportEmptyError, id="nothing"),
        pytest.param(b" \r\n\t", ImportEmptyError, id="white space"),
        pytest.param(b"[]", ImportEmptyError, id="an empty array"),
        pytest.param("[" * 100_000, ImportUnreadableError, id="deep JSON without a name"),
        pytest.param("{broken", ImportUnreadableError, id="JSON that is none"),
        pytest.param('[NaN, {"watched_at": 1}]', ImportUnreadableError, id="JSON with what is no number"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ImportEmptyError, id="a picture"),
        pytest.param("a,b\n1,2\n", ImportSourceUnknownError, id="another CSV"),
        pytest.param("<html><body>Sign in</body></html>", ImportSourceUnknownError, id="a page"),
        pytest.param('{"hello": "world"}', ImportSourceUnknownError, id="another JSON"),
        pytest.param(zipped({}), ImportEmptyError, id="an empty archive"),
        pytest.param(zipped({"a.txt": "hello"}), ImportSourceUnknownError, id="an archive of other things"),
        pytest.param(zipped({"diary.csv": DIARY})[:-30], ImportUnreadableError, id="an archive that breaks off"),
        pytest.param(b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, ImportUnreadableError, id="7z"),
        pytest.param(gzip.compress(DIARY.encode())[:-12], ImportUnreadableError, id="a gzip that breaks off"),
        pytest.param(zipped({"../diary.csv": DIARY}), ImportUnsafeArchiveError, id="a name above"),
        pytest.param(zipped({"/etc/diary.csv": DIARY}), ImportUnsafeArchiveError, id="an absolute name"),
        pytest.param(zipped({"C:\\diary.csv": DIARY}), ImportUnsafeArchiveError, id="a drive"),
        pytest.param(zipped({"a\\..\\..\\diary.csv": DIARY}), ImportUnsafeArchiveError, id="a name above by backslash"),
        pytest.param(zipped({"inner.zip": zipped({})}), ImportUnsafeArchiveError, id="an archive within"),
        pytest.param(zipped({"diary.csv": zipped({"a": "b"})}), ImportUnsafeArchiveError, id="a disguised archive"),
        pytest.param(gzip.compress(gzip.compress(b"x")), ImportUnsafeArchiveError, id="a gzip within a gzip"),
        pytest.param(zipped({"diary.csv": ZEROS}), ImportUnsafeArchiveError, id="a bomb"),
        pytest.param(gzip.compress(DIARY.encode() + ZEROS), ImportUnsafeArchiveError, id="a gzip bomb"),
        pytest.param(zipped({f"{n}": b" " * (1 << 20) for n in range(5)}), ImportUnsafeArchiveError, id="many bombs"),
        pytest.param(zipped({f"{n}.csv": "" for n in range(60)}), ImportUnsafeArchiveError, id="many members"),
        pytest.param(zipped({"diary.csv": DIARY}, zipfile.ZIP_BZIP2), ImportUnreadableError, id="bzip2"),
        pytest.param(XXE, ImportUnsafeXmlError, id="an external entity"),
        pytest.param(LAUGHS, ImportUnsafeXmlError, id="entities within entities"),
        pytest.param(nested_xml(100_000), ImportUnreadableError, id="deep XML"),
        pytest.param("<myanimelist><anime>", ImportUnreadableError, id="XML that breaks off"),
        pytest.param(
            '[{"watched_at":1,"type":"movie","movie":{}},' + "[" * 100_000, ImportUnreadableError, id="deep JSON"
        ),
        pytest.param(
            '[{"watched_at":1,"type":"movie","movie":{}},{"a":', ImportUnreadableError, id="JSON that breaks off"
        ),
        pytest.param('[{"watched_at":1,"type":"movie","movie":{},"n":NaN}]', ImportUnreadableError, id="NaN in JSON"),
    ],
)
def test_uploads_that_are_refused(content: bytes | str, error: type[ServiceError]) -> None:
    with pytest.raises(error):
        read(content, limits=SMALL)


def test_a_stated_source_must_be_that_of_the_file() -> None:
    with pytest.raises(ImportSourceMismatchError):
        read(DIARY, source=ImportSource.IMDB)
    assert read(DIARY, source=ImportSource.LETTERBOXD)[0].source is ImportSource.LETTERBOXD


def lying(archive: bytes, size: int) -> bytes:
    """Return an archive of one member whose headers both state another size."""
    central = archive.rindex(b"PK\x01\x02")
    stated = struct.pack("<I", size)
    archive = archive[: central + 24] + stated + archive[central + 28 :]
    return archive[:22] + stated + archive[26:]


@pytest.mark.parametrize("size", [1, 10, 10_000])
def test_a_stated_size_that_lies_is_no_way_around_the_limits(size: int) -> None:
    with pytest.raises((ImportUnreadableError, ImportUnsafeArchiveError, ImportSourceUnknownError)):
        read(lying(zipped({"diary.csv": DIARY + " " * (1 << 20)}), size), limits=SMALL)


def test_overlapping_members_are_refused() -> None:
    archive = zipped({"a.csv": DIARY + "x" * 2000}, zipfile.ZIP_STORED)
    directory, end = archive.index(b"PK\x01\x02"), archive.index(b"PK\x05\x06")
    entry = archive[directory:end]
    closing = bytearray(archive[end:])
    closing[8:16] = struct.pack("<HHI", 3, 3, 3 * len(entry))
    with pytest.raises(ImportUnsafeArchiveError):
        read(archive[:directory] + 3 * entry + bytes(closing))


def aes(password: bytes) -> bytes:
    archive = io.BytesIO()
    with pyzipper.AESZipFile(archive, "w", compression=zipfile.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as packing:
        packing.setpassword(password)
        packing.writestr("diary.csv", DIARY)
    return archive.getvalue()


def zip_crypto(password: bytes) -> bytes:
    """Return an archive in the older encryption, which no library writes: the decrypter turned around."""
    decrypter: Any = pyzipper.zipfile.CRCZipDecrypter
    crc, content = zlib.crc32(DIARY.encode()), DIARY.encode()
    archive = zipped({"diary.csv": DIARY}, zipfile.ZIP_STORED)
    keys = object.__new__(decrypter)
    keys.key0, keys.key1, keys.key2 = 305419896, 591751049, 878082192
    keys.crctable = [pyzipper.zipfile._gen_crc(one) for one in range(256)]
    for one in password:
        keys.update_keys(one)
    packed = bytearray()
    for one in bytes(11) + bytes([crc >> 24]) + content:
        stream = keys.key2 | 2
        packed.append(one ^ ((stream * (stream ^ 1)) >> 8) & 0xFF)
        keys.update_keys(one)
    start, directory = archive.index(content), archive.index(b"PK\x01\x02")
    size = struct.pack("<I", len(packed))
    header = archive[:6] + b"\1\0" + archive[8:18] + size + archive[22:start]
    entry = bytearray(archive[directory:])
    entry[8:10], entry[20:24] = b"\1\0", size
    end = entry.index(b"PK\x05\x06")
    entry[end + 16 : end + 20] = struct.pack("<I", len(header) + len(packed))
    return bytes(header + packed + entry)


@pytest.mark.parametrize("encrypted", [aes, zip_crypto])
def test_an_encrypted_archive_needs_its_password(encrypted: Callable[[bytes], bytes]) -> None:
    archive = encrypted(b"open sesame")
    with pytest.raises(ImportEncryptedError):
        read(archive)
    with pytest.raises(ImportEncryptedError):
        read(archive, password="wrong")
    history, records = read(archive, password="open sesame")
    assert (history.source, records[0].title) == (ImportSource.LETTERBOXD, "Paper Lanterns")


def test_members_of_the_account_are_not_opened() -> None:
    """The member would refuse the archive if anybody looked into it."""
    within = zipped({"x": "y"})
    archive = zipped({"export/diary.csv": DIARY, "export/user-token.csv": within, "export/ACCOUNT/Billing.csv": within})
    history, records = read(archive)
    assert [record.title for record in records] == ["Paper Lanterns"]
    assert {member.name: member.reason for member in history.members} == {
        "export/ACCOUNT/Billing.csv": "account",
        "export/diary.csv": None,
        "export/user-token.csv": "account",
    }


def test_folders_around_everything_are_named_as_people_like() -> None:
    history, _ = read(zipped({"my account/diary.csv": DIARY, "__MACOSX/my account/._diary.csv": "\0\5"}))
    assert {member.name: member.is_read for member in history.members} == {
        "__MACOSX/my account/._diary.csv": False,
        "my account/diary.csv": True,
    }


@pytest.mark.parametrize("beside", [".DS_Store", "README.txt", "letterboxd-user-2024/likes/films.csv"])
@pytest.mark.parametrize("end", ["/", "\\"])
def test_a_folder_named_as_an_account_holds_history(beside: str, end: str) -> None:
    members = {beside: "x", f"letterboxd-user-2024{end}diary.csv": DIARY, f"letterboxd-user-2024{end}token.csv": DIARY}
    history, [record] = read(zipped(members))
    assert record.title == "Paper Lanterns"
    assert [member.reason for member in history.members if member.name.endswith("token.csv")] == ["account"]


def test_brackets_within_strings_are_no_depth() -> None:
    title = "[" * 200_000 + '\\"' + "{" * 99 + "\\\\"
    _, records = read(f'[{{"watched_at":"","type":"movie","movie":{{"title":"{title}"}}}}, {HISTORY}]')
    assert len(records) == 2


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(LETTERBOXD_DIARY + "," * (5 << 20), id="a row of commas"),
        pytest.param(LETTERBOXD_DIARY + '"\n",' * (2 << 20), id="a row of lines"),
        pytest.param(f'[{HISTORY},{{"a":[{"1," * (9 << 20)}1]}}]', id="an element of numbers"),
        pytest.param(
            '{"lists":[{"series_type":0,"series_id":1},{"a":[' + "{}," * (6 << 20), id="an element of objects"
        ),
    ],
)
def test_one_row_is_bounded(content: str) -> None:
    with pytest.raises(ImportUnreadableError):
        read(content)


@pytest.mark.parametrize(
    "text", ["(" * 150_000, " " * 150_000 + "x", ": " * 150_000, "-00" * 150_000 + "x", "a." * 150_000]
)
@pytest.mark.parametrize(
    "header", ["Title,Date", "title,imdb_id,watched_on", "movie_id,imdb_id,rating,average_rating,title"]
)
def test_long_texts_take_no_longer_than_they_are(header: str, text: str) -> None:
    row = ",".join(f"x{text}" for _ in header.split(","))
    assert len(read(f"{header}\n{row}\n")[1]) == 1
