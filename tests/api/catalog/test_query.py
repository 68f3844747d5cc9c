"""The language of `q`: every form that the published text lists, and what is none."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from api.catalog.query import BadQuery, read
from usecases.criteria import AllOf, AnyOf, Comparison, Criterion, Operator, Scalar


def compared(path: str, operator: Operator, text: str, *, quoted: bool = False) -> Comparison:
    return Comparison(tuple(path.split(".")), operator, Scalar(text, quoted))


def is_(path: str, text: str, *, quoted: bool = False) -> Comparison:
    return compared(path, Operator.IS, text, quoted=quoted)


FORMS: dict[str, Criterion] = {
    "code:apple": is_("code", "apple"),
    "name.en:apple": is_("name.en", "apple"),
    "mixins.productCustomAttributes.maxOrderQuantity:20": is_(
        "mixins.productCustomAttributes.maxOrderQuantity", "20"
    ),
    "weight:>20": compared("weight", Operator.ABOVE, "20"),
    "weight:<20": compared("weight", Operator.BELOW, "20"),
    "weight:>=-20.5": compared("weight", Operator.LEAST, "-20.5"),
    "weight:<=20": compared("weight", Operator.MOST, "20"),
    "weight:(>=10 AND <=20)": AllOf(
        (compared("weight", Operator.LEAST, "10"), compared("weight", Operator.MOST, "20"))
    ),
    'metadataCreatedAt:(>="2021-05-18T07:27:27.455Z" AND <"2021-05-20T00:00:00.000Z")': AllOf(
        (
            compared("metadataCreatedAt", Operator.LEAST, "2021-05-18T07:27:27.455Z", quoted=True),
            compared("metadataCreatedAt", Operator.BELOW, "2021-05-20T00:00:00.000Z", quoted=True),
        )
    ),
    "published:true": is_("published", "true"),
    "brandId:null": Comparison(("brandId",), Operator.MISSING),
    "brandId:exists": Comparison(("brandId",), Operator.EXISTS),
    "brandId:missing": Comparison(("brandId",), Operator.MISSING),
    'brandId:"null"': is_("brandId", "null", quoted=True),
    "id:(a,b)": AnyOf((is_("id", "a"), is_("id", "b"))),
    'code:("apple","two words")': AnyOf(
        (is_("code", "apple", quoted=True), is_("code", "two words", quoted=True))
    ),
    "code:(A OR ORANGE)": AnyOf((is_("code", "A"), is_("code", "ORANGE"))),
    "code:(apple)": is_("code", "apple"),
    "id:x code:y": AllOf((is_("id", "x"), is_("code", "y"))),
    "code:~ABCD12": compared("code", Operator.MATCHES, "ABCD12", quoted=True),
    "code:~^A.*\\d+$": compared("code", Operator.MATCHES, "^A.*\\d+$", quoted=True),
    "code:(~AB CD)": compared("code", Operator.MATCHES, "AB CD", quoted=True),
    "name.en:~(Yoghurt im)": compared("name.en", Operator.MATCHES, "Yoghurt im", quoted=True),
    "compoundLogicalQuery:((code:apple) OR (code:onion))": AnyOf(
        (is_("code", "apple"), is_("code", "onion"))
    ),
    "compoundLogicalQuery:(((id:a) OR (id:b code:c)) AND (code:~d))": AllOf(
        (
            AnyOf((is_("id", "a"), AllOf((is_("id", "b"), is_("code", "c"))))),
            compared("code", Operator.MATCHES, "d", quoted=True),
        )
    ),
    "published:true compoundLogicalQuery:((code:apple) OR (code:onion))": AllOf(
        (is_("published", "true"), AnyOf((is_("code", "apple"), is_("code", "onion"))))
    ),
    "relatedItems.type:CONSUMABLE relatedItems.refId:Ink_Id": AllOf(
        (is_("relatedItems.type", "CONSUMABLE"), is_("relatedItems.refId", "Ink_Id"))
    ),
    "id:urn:yaas:product:shop": is_("id", "urn:yaas:product:shop"),
}


@pytest.mark.parametrize("text", FORMS)
def test_each_form_is_read(text: str) -> None:
    assert read(text) == FORMS[text]


@pytest.mark.parametrize("text", FORMS)
def test_blanks_around_it_mean_nothing(text: str) -> None:
    assert read(f"  {text}\n") == FORMS[text]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("apple", "No value for key apple"),
        ("code:apple onion", "No value for key onion"),
        ("code:(apple", "Missing closing parenthesis in value"),
        ("code:~(a(b)c)", "Missing closing parenthesis in value"),
        ("name:(~)", "No value for key ~)"),
        ("name:~", "No value for key ~"),
        ("code:", "a condition without its value"),
        ("", "a condition without its value"),
        ("code:a,b", "No value for key ,b"),
        ("code:(a AND b)", "No value for key AND"),
        ("weight:(>1 AND >2 OR >3)", "No value for key OR"),
        ("compoundLogicalQuery:((a:1) OR (b:2) AND (c:3))", "No value for key AND"),
        ('code:"open', 'No value for key "open'),
        ("x:(" + "a," * 2_000 + "a)", "at most 2000 values"),
        ("x" * 60_001, "at most 60000 letters"),
    ],
)
def test_what_is_no_query_says_why(text: str, why: str) -> None:
    with pytest.raises(BadQuery) as refused:
        read(text)
    assert refused.value.problems[0].why == why


def test_deep_brackets_are_read_without_harm() -> None:
    deep = "(" * 3000 + "code:a" + ")" * 3000
    assert read(f"compoundLogicalQuery:{deep}") == is_("code", "a")


@given(some.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(BadQuery):
        read(text)
