"""Forms as browsers send them, and as nobody should."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sojourn.web.body import fields

PARTS = "multipart/form-data; boundary=x"
BODY = (
    b'--x\r\nContent-Disposition: form-data; name="law_day"\r\n\r\n2026-01-01\r\n'
    b'--x\r\nContent-Disposition: form-data; name="facts"; filename="a.toml"\r\nContent-Type: text/plain\r\n\r\n'
    b'[[person]]\r\nlabel = "\xc3\xa9"\r\n\r\n--x--\r\n'
)


def test_a_form_in_one_line_has_every_value_of_a_name() -> None:
    """Answers so far are many fields of one name."""
    assert fields("application/x-www-form-urlencoded", b"a=1&a=2&b=%C3%A9&c=") == {"a": ["1", "2"], "b": ["é"]}


def test_a_file_is_its_text() -> None:
    """The name of a file may say whom it is about."""
    assert fields(PARTS, BODY) == {"law_day": ["2026-01-01"], "facts": ['[[person]]\r\nlabel = "é"\r\n']}


def test_parts_within_parts_are_not_followed() -> None:
    """A body that is nested a thousand deep would end the reader."""
    nested = b"".join(
        b"--%d\r\nContent-Type: multipart/mixed; boundary=%d\r\n\r\n" % (at, at + 1) for at in range(4000)
    )

    assert fields("multipart/form-data; boundary=0", nested) == {}


@given(st.sampled_from([PARTS, "multipart/form-data", "multipart/form-data; boundary=", "x", ""]), st.binary())
def test_any_bytes_are_fields_or_none(content_type: str, body: bytes) -> None:
    """A body is whatever somebody sends."""
    for sent in (body, BODY[: len(body)] + body, BODY + body):
        assert all(fields(content_type, sent).values())
