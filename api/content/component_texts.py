"""A shop's own texts for components, as callers send them: language, then word, then text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from api.fields import Clean
from api.told import SOMETHING
from models.component_texts import PLACEMENT_WORDS, SHOP_WORDS, TAG

MOST_LANGUAGES, LONGEST = 50, 200


def _schema(words: Iterable[str], example: dict[str, str]) -> WithJsonSchema:
    """Say what pydantic's own schema of such an object cannot: which names it may have."""
    text = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": SOMETHING}
    said: dict[str, Any] = {
        "type": "object",
        "propertyNames": {"enum": list(words)},
        "additionalProperties": text,
    }
    return WithJsonSchema(
        {
            "type": "object",
            "maxProperties": MOST_LANGUAGES,
            "propertyNames": {"pattern": f"^{TAG.pattern}$"},
            "additionalProperties": said,
            "examples": [{"de": example}],
        }
    )


Tag = Annotated[str, Field(pattern=f"^{TAG.pattern}$")]
Text = Annotated[str, Field(min_length=1, max_length=LONGEST), Clean]
Several = Field(max_length=MOST_LANGUAGES)
ShopTexts = Annotated[
    dict[Tag, dict[Literal[*SHOP_WORDS], Text]],  # type: ignore[valid-type]
    Several,
    _schema(SHOP_WORDS, {"watch_live": "Live ansehen"}),
]
PlacementTexts = Annotated[
    dict[Tag, dict[Literal[*PLACEMENT_WORDS], Text]],  # type: ignore[valid-type]
    Several,
    _schema(PLACEMENT_WORDS, {"title": "In Bewegung", "watch_video": "Ansehen"}),
]
