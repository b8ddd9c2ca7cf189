"""What becomes of an uploaded file: what it is shows at once, and its rows a little later."""

import asyncio
import hashlib
import io
from typing import Any

import asyncpg
import pytest
import pyzipper

from tests.support.accounts import Person
from tests.support.imports import IMPORTS, RATINGS, previewed, settled, uploaded, zipped


async def test_upload_has_a_preview_with_all_its_rows(person: Person) -> None:
    answer = await uploaded(
        person, zipped({"ratings.csv": RATINGS, "profile.csv": "Username\nada\n"}), "my/letters.zip"
    )
    assert answer.status_code == 202, answer.text
    made = answer.json()
    assert answer.headers["Location"] == f"{IMPORTS}/{made['id']}"
    assert (made["state"], made["source"], made["file_name"]) == ("queued", "letterboxd", "letters.zip")

    shown = await settled(person, made["id"])
    assert (shown["state"], shown["counts"]["rows"], shown["error"]) == ("preview", 1, None)
    assert {one["name"]: (one["read"], one["rows"]) for one in shown["members"]} == {
        "ratings.csv": (True, 1),
        "profile.csv": (False, 0),
    }
    [row] = (await person.http.get(f"{IMPORTS}/{made['id']}/rows")).json()["items"]
    assert (row["number"], row["member"], row["title"], row["year"]) == (1, "ratings.csv", "Heat", 1995)
    assert (row["facts"]["original_value"], row["facts"]["original_scale"], row["facts"]["score"]) == ("4.5", "5", 4.5)


async def test_only_members_that_hold_history_are_stored(person: Person, connection: asyncpg.Connection) -> None:
    await uploaded(person, zipped({"ratings.csv": RATINGS, "profile.csv": "Email\nada@example.com\n"}))
    assert [row["name"] for row in await connection.fetch("SELECT name FROM import_files")] == ["ratings.csv"]


async def test_upload_is_known_by_its_digest_and_size(person: Person) -> None:
    made = (await uploaded(person, RATINGS)).json()
    assert made["sha256"] == hashlib.sha256(RATINGS.encode()).hexdigest()
    assert made["file_size"] == len(RATINGS)


def bomb() -> bytes:
    return zipped({"ratings.csv": "0" * (50 << 20)})


def encrypted(password: str) -> bytes:
    archive = io.BytesIO()
    with pyzipper.AESZipFile(archive, "w", encryption=pyzipper.WZ_AES) as packing:
        packing.setpassword(password.encode())
        packing.writestr("ratings.csv", RATINGS)
    return archive.getvalue()


DOCTYPE = '<?xml version="1.0"?><!DOCTYPE myanimelist [<!ENTITY a "b">]><myanimelist><anime/></myanimelist>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "import_empty"),
        (b"   \n", "import_empty"),
        (b"nothing that anybody knows", "import_source_unknown"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "import_empty"),
        (zipped({"../ratings.csv": RATINGS}), "import_unsafe_archive"),
        (zipped({"inner.zip": b"PK"}), "import_unsafe_archive"),
        (bomb(), "import_unsafe_archive"),
        (encrypted("secret"), "import_encrypted"),
        (DOCTYPE.encode(), "import_unsafe_xml"),
        (zipped({"ratings.csv": RATINGS})[:-30], "import_unreadable"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, "import_unreadable"),
    ],
)
async def test_file_that_can_not_be_taken_is_refused_at_once(person: Person, content: bytes, code: str) -> None:
    answer = await uploaded(person, content, "upload")
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (await person.http.get(IMPORTS)).json()["items"] == []


async def test_source_that_the_file_is_not_of_is_refused(person: Person) -> None:
    answer = await uploaded(person, RATINGS, source="trakt")
    assert (answer.status_code, answer.json()["code"]) == (422, "import_source_mismatch")


async def test_password_opens_an_archive_and_is_stored_nowhere(person: Person, connection: asyncpg.Connection) -> None:
    answer = await uploaded(person, encrypted("open sesame"), password="open sesame")
    assert answer.status_code == 202, answer.text
    assert answer.json()["options"] == {"lists_as": "planned"}
    stored = await connection.fetch(
        "SELECT to_jsonb(imports)::text || (SELECT string_agg(f::text, '') FROM import_files f) FROM imports"
    )
    assert "sesame" not in str(stored)


@pytest.mark.parametrize(
    ("options", "code"), [({}, "password_missing"), ({"password": "something else"}, "password_wrong")]
)
async def test_a_wrong_password_is_told_from_a_missing_one(person: Person, options: dict[str, str], code: str) -> None:
    problem = (await uploaded(person, encrypted("open sesame"), **options)).json()
    [error] = problem["errors"]
    assert (problem["code"], error["pointer"], error["code"]) == ("import_encrypted", "/body/options/password", code)


async def test_while_one_import_runs_no_other_begins(person: Person) -> None:
    first, second = await asyncio.gather(uploaded(person), uploaded(person))
    assert sorted((first.status_code, second.status_code)) == [202, 409]
    refused = first if first.status_code == 409 else second
    running = (second if refused is first else first).json()
    assert refused.json()["code"] == "import_running"
    assert refused.json()["existing"]["href"] == f"{IMPORTS}/{running['id']}"


async def test_same_key_makes_one_import(person: Person) -> None:
    keyed: dict[str, Any] = {"headers": {"Idempotency-Key": "once"}, "files": {"file": ("ratings.csv", RATINGS)}}
    first = await person.http.post(IMPORTS, **keyed)
    second = await person.http.post(IMPORTS, **keyed)
    assert (first.status_code, second.json()) == (202, first.json())
    other = {**keyed, "files": {"file": ("ratings.csv", RATINGS + "\n")}}
    assert (await person.http.post(IMPORTS, **other)).status_code == 422


@pytest.mark.parametrize(
    ("request_", "status", "code", "pointer"),
    [
        ({"json": {"file": "a"}}, 415, "unsupported_media_type", None),
        ({"data": {"file": "a"}}, 415, "unsupported_media_type", None),
        ({"files": {"other": ("a.csv", RATINGS)}}, 422, "validation_failed", "/body/file"),
        ({"files": {"file": ("a.csv", RATINGS)}, "data": {"options": "{"}}, 422, "validation_failed", "/body/options"),
        (
            {"files": {"file": ("a.csv", RATINGS)}, "data": {"options": '{"date_order": "ymd"}'}},
            422,
            "validation_failed",
            "/body/options/date_order",
        ),
        (
            {"content": b"--x", "headers": {"Content-Type": "multipart/form-data; boundary=y"}},
            422,
            "validation_failed",
            "/body",
        ),
        ({"content": b"--x", "headers": {"Content-Type": "multipart/form-data"}}, 422, "validation_failed", "/body"),
    ],
)
async def test_form_that_is_not_valid_is_refused_with_its_place(
    person: Person, request_: dict[str, Any], status: int, code: str, pointer: str | None
) -> None:
    answer = await person.http.post(IMPORTS, **request_)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert [one["pointer"] for one in answer.json().get("errors") or []][:1] == [pointer][: pointer is not None]


async def test_file_that_is_too_large_is_refused(person: Person) -> None:
    answer = await uploaded(person, b"0" * ((50 << 20) + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "payload_too_large")


async def test_sixth_preview_expires_the_oldest(person: Person) -> None:
    made = [(await previewed(person))["id"] for _ in range(6)]
    states = [(await person.http.get(f"{IMPORTS}/{one}")).json()["state"] for one in made]
    assert states == ["expired", *["preview"] * 5]
