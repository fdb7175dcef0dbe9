"""JSON from outside."""

import pytest

from baraza.lib.json_bodies import JsonRefused, first_object, list_at, object_at, read_json, text_at


@pytest.mark.parametrize(
    "body", [b"", b"{", b"nul", b"\xff", b"\xef\xbb\xbf{}", b"NaN", b"1e400", b'"\\ud800"', b"{}{}"]
)
def test_what_is_no_json_in_utf8_is_refused(body: bytes) -> None:
    with pytest.raises(JsonRefused):
        read_json(body)


def test_depth_is_limited_and_width_is_not() -> None:
    assert read_json(b"[" * 64 + b"]" * 64)
    assert len(read_json(b"[" + b"[]," * 10_000 + b"[]]")) == 10_001
    for depth in (65, 1_000, 100_000):
        with pytest.raises(JsonRefused):
            read_json(b"[" * depth + b"]" * depth)
        with pytest.raises(JsonRefused):
            read_json(b'{"a":' * depth + b"1" + b"}" * depth)


def test_nul_is_dropped_wherever_it_stands() -> None:
    assert read_json(b'{"a\\u0000":["\\u0000b",{"c":"d\\u0000"}],"n":1}') == {"a": ["b", {"c": "d"}], "n": 1}
    assert read_json(b'{"path":"C:\\\\u0000"}') == {"path": "C:\\u0000"}


def test_reading_trusts_no_shape() -> None:
    value = {"t": "x", "n": 7, "b": True, "o": {"k": 1}, "l": [1], "f": 1.5}
    assert [text_at(value, key) for key in "tnbolfz"] == ["x", "7", "", "", "", "", ""]
    assert [object_at(value, key) for key in "otz"] == [{"k": 1}, {}, {}]
    assert [list_at(value, key) for key in "loz"] == [[1], [], []]
    assert (text_at(None, "t"), object_at([], "o"), list_at("x", "l")) == ("", {}, [])
    assert (first_object([1, {"a": 1}, {}]), first_object([])) == ({"a": 1}, {})
