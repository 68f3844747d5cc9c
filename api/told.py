"""What a schema can say of a text: patterns, and how they get into the description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema

# No control characters, as `api.fields.clean` has it; SOMETHING is not spaces alone.
_NO_CONTROLS = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*"
PLAIN = f"^{_NO_CONTROLS}$"
SOMETHING = rf"^{_NO_CONTROLS}[^\x00-\x20\x7f\x85\s]{_NO_CONTROLS}$"
ADDRESS = f"^([Hh][Tt][Tt][Pp][Ss]?:{_NO_CONTROLS})?$"
PRICE = r"^[0-9]{1,12}(\.[0-9]{1,4})?$"
BASE64 = r"^(data:[^,]*,)?([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"


@dataclass(frozen=True)
class Told:
    """Tells in the description, as a pattern or a list, what a check behind it demands."""

    pattern: str | None = None
    enum: tuple[str, ...] | None = None
    unique: bool = False

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return handler(source)

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        told = handler(core)
        if self.pattern:
            told["pattern"] = self.pattern
        if self.enum:
            told["enum"] = list(self.enum)
        if self.unique:
            told["uniqueItems"] = True
        return told
