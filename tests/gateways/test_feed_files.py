"""Feed files: every format gives the same rows; hostile and broken files are refused in words."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from gateways import feed_files
from gateways.feed_files import FeedFile
from gateways.feed_rows import Row, Unreadable

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>
<item><g:id>1</g:id><title>plain</title><g:title><![CDATA[Größe & mehr]]></g:title>
<g:price>19.90 EUR</g:price><g:additional_image_link>a</g:additional_image_link></item>
<item><g:id>2</g:id><title>Scarf</title><g:price/></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
<entry><g:id>1</g:id><title>Größe &amp; mehr</title><link href="https://shop.example/1"/></entry>
</feed>"""
SHOPIFY = {
    "products": [
        {
            "id": 1,
            "title": "Jacket",
            "handle": "jacket",
            "body_html": "<p>Waxed <b>cotton</b><script>x()</script> &amp; warm</p>",
            "images": [{"src": "https://cdn.example/1.jpg"}],
            "variants": [
                {"id": 11, "title": "Default Title", "sku": "J-1", "price": "99.00",
                 "compare_at_price": "129.00", "available": True},
                {"id": 12, "title": "XL", "sku": None, "price": "99.00", "available": False,
                 "featured_image": {"src": "https://cdn.example/xl.jpg"}},
            ],
        }
    ]
}  # fmt: skip


def read(folder: Path, content: bytes | str, kind: str | None = None) -> list[Row]:
    """Read a file."""
    path = folder / "feed"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(FeedFile(path, kind).rows())


def refusal(folder: Path, content: bytes | str) -> str:
    """The sentence by which a file is refused."""
    with pytest.raises(Unreadable) as refused:
        read(folder, content)
    return refused.value.message


def test_rss_items_are_read_and_the_merchants_names_win(tmp_path: Path) -> None:
    assert read(tmp_path, RSS) == [
        Row(
            1,
            {
                "id": "1",
                "title": "Größe & mehr",
                "price": "19.90 EUR",
                "additional_image_link": "a",
            },
        ),
        Row(2, {"id": "2", "title": "Scarf"}),
    ]


def test_atom_entries_are_read_with_their_links(tmp_path: Path) -> None:
    told = {"id": "1", "title": "Größe & mehr", "link": "https://shop.example/1"}
    assert read(tmp_path, ATOM) == [Row(1, told)]


@pytest.mark.parametrize(
    "content",
    [
        'id,title,image link\n1,"Größe, rot",a\n',
        "id\ttitle\timage_link\r\n1\tGröße, rot\ta\r\n",
        "id;title;imageLink\n1;Größe, rot;a",
        "\n".join(["g:id|title|Image Link", "1|Größe, rot|a|", "", ""]),
    ],
    ids=["commas", "tabs", "semicolons", "bars"],
)
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_are_read_whatever_parts_them_and_their_letters(
    tmp_path: Path, content: str, code: str
) -> None:
    told = {"id": "1", "title": "Größe, rot", "image_link": "a"}
    assert read(tmp_path, content.encode(code)) == [Row(1, told)]


def test_the_lines_of_a_table_that_are_broken_are_told_and_passed(tmp_path: Path) -> None:
    rows = read(tmp_path, 'id,title,price\n1,a,2\n2,b\n3\n4,a,b,c\n5,"two\nlines",1\n')
    assert [(each.number, each.fault) for each in rows] == [
        (1, None),
        (2, None),
        (3, "has 1 fields under 3 columns"),
        (4, "has 4 fields under 3 columns"),
        (5, None),
    ]
    assert rows[4].fields["title"] == "two\nlines"


def test_an_open_quote_costs_a_row_and_not_the_memory(tmp_path: Path) -> None:
    rows = read(tmp_path, 'id,title\n1,"open\n' + "2,b\n" * 100_000)
    assert any("field larger than" in (each.fault or "") for each in rows)


@pytest.mark.parametrize(
    "content",
    [
        '[{"id": 1, "imageLink": "a", "price": {"value": 19.90, "currency": "EUR"}}]',
        '{"version": {"data": [1]}, "products": [{"id": "1", "image_link": "a",'
        ' "price": "19.90 EUR"}], "next": null}',
        '{"id": 1, "image_link": ["a", "b"], "price": "19.90 EUR"}\n',
        '{"id": 1, "image_link": "a", "price": "19.90 EUR"}',
        '\ufeff\n  [ {"id":1,"image_link":"a","price":"19.90 EUR","none":null} ]\n',
    ],
    ids=["a list", "an object around it", "lines", "one object", "with a mark and space"],
)
def test_json_is_read_in_every_shape(tmp_path: Path, content: str) -> None:
    told = {"id": "1", "image_link": "a", "price": "19.90 EUR"}
    assert read(tmp_path, content) == [Row(1, told)]


def test_numbers_in_json_keep_every_digit(tmp_path: Path) -> None:
    [row] = read(tmp_path, '[{"price": 0.1000000000000000055, "id": 12345678901234567890}]')
    assert row.fields == {"price": "0.1000000000000000055", "id": "12345678901234567890"}


def test_values_across_the_pieces_of_a_long_text_are_whole(tmp_path: Path) -> None:
    wanted = [{"id": str(number), "title": "é" * (number % 700)} for number in range(1, 3_000)]
    rows = read(tmp_path, json.dumps({"items": wanted}, ensure_ascii=False, indent=1))
    assert [each.fields.get("title", "") for each in rows] == [each["title"] for each in wanted]


def test_lines_of_json_that_are_broken_are_told_and_passed(tmp_path: Path) -> None:
    rows = read(tmp_path, '{"id": 1}\n{"id": \n[1]\n"x"\n\n{"id": 2}\n')
    assert [(each.fields.get("id"), each.fault) for each in rows] == [
        ("1", None),
        (None, "is no JSON object"),
        (None, "is no JSON object"),
        (None, "is no JSON object"),
        ("2", None),
    ]


def test_variants_of_shopify_are_products_of_their_own(tmp_path: Path) -> None:
    page = json.dumps(SHOPIFY)
    first, second = (each.fields for each in read(tmp_path, page, "shopify"))
    assert first == {
        "id": "J-1",
        "title": "Jacket",
        "description": "Waxed cotton & warm",
        "shopify_path": "/products/jacket?variant=11",
        "image_link": "https://cdn.example/1.jpg",
        "availability": "true",
        "price": "129.00",
        "sale_price": "99.00",
    }
    assert (second["id"], second["title"]) == ("12", "Jacket – XL")
    assert second["image_link"] == "https://cdn.example/xl.jpg"
    assert len(read(tmp_path, f"{page}\n{page}\n", "shopify")) == 4


def test_a_packed_feed_is_unpacked(tmp_path: Path) -> None:
    assert len(read(tmp_path, gzip.compress(RSS.encode()))) == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"<html>", "web page"),
        (b"\x00\x01\x02\x03", "columns"),
        (b"just a sentence", "columns"),
        (b"a,b,a\n1,2,3", "twice"),
        (b"a,b\n" + b"x" * 1_100_000, "a line has more"),
        (b"<rss><channel/></rss>", "no <item>"),
        (b"<rss><item><id>1</id>", "not well-formed"),
        (RSS.replace("</channel>", "<b>").encode(), "not well-formed"),
        (b"<rss>" + b"<a>" * 300 + b"</a>" * 300 + b"</rss>", "not well-formed"),
        (b"<rss><item><a>" + b"x" * 11_000_000 + b"</a></item></rss>", "not well-formed"),
        (b"<rss>" + b"<a></a>" * 3_000_000 + b"</rss>", "without an item"),
        (b"[1, 2", "broken"),
        (b'[{"id": 1}, {"id": }]', "broken"),
        (b'[{"id": NaN}]', "broken"),
        (b'{"products": [{"id": "' + b"x" * 1_300_000 + b'"}]}', "too long"),
        (b"[" * 100_000, "nested too deeply"),
        (gzip.compress(RSS.encode())[:-20], "damaged or cut off"),
    ],
    ids=[
        "nothing",
        "space",
        "a page",
        "half a page",
        "bytes",
        "a sentence",
        "a column twice",
        "an endless line",
        "no items",
        "XML cut off",
        "XML crossed",
        "XML deep",
        "XML with an endless text",
        "XML without end",
        "JSON cut off",
        "JSON broken",
        "JSON with NaN",
        "JSON endless",
        "JSON deep",
        "half a package",
    ],
)
def test_what_is_no_feed_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    assert words in refusal(tmp_path, content)


def test_entities_are_not_expanded_and_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    document = (
        f'<!DOCTYPE rss [<!ENTITY s SYSTEM "{secret.as_uri()}"><!ENTITY a "ha">'
        '<!ENTITY b "&a;&a;&a;&a;">]><rss><item><id>1</id><title>x&s;&b;</title></item></rss>'
    )
    [row] = read(tmp_path, document)
    assert row.fields == {"id": "1", "title": "x"}


def test_a_bomb_of_entities_is_refused(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    document = (
        f'<!DOCTYPE rss [<!ENTITY e0 "ha">{levels}]>'
        "<rss><item><id>1</id><title>&e11;</title></item></rss>"
    )
    assert "amplification" in refusal(tmp_path, document)


def test_a_bomb_of_gzip_ends_at_the_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_files, "MOST_BYTES", 1_000_000)
    bomb = gzip.compress(b"id,title\n" + b"1,a\n" * 1_000_000)
    assert "at most 1 MB" in refusal(tmp_path, bomb)
