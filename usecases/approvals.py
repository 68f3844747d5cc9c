"""Approvals: what a moderated seller adds or changes is shown once the shop has agreed to it."""

from __future__ import annotations

from typing import Any

from models.content import VIDEO
from models.database import exclusive
from models.errors import Conflict
from models.shop import Shop
from usecases.events import tell
from usecases.rows import leave_to_shop
from usecases.screening import find, find_own


class NotAwaiting(Conflict):
    """The content does not await approval and is not published."""

    code = "not-awaiting-approval"


def approve(shop: Shop, uid: str, kind: str = VIDEO) -> Any:
    """Publish a content that awaits approval; one that is published stays so.

    Raises `NotFound`, `SharedContent`, `ShopDecides`, `NotAwaiting`.
    """
    with exclusive(shop):
        content = find_own(shop, uid, kind)
        leave_to_shop(shop, "the shop approves of what its sellers add")
        if not content.published:
            if not content.awaiting_approval:
                raise NotAwaiting("nobody asks to publish it; change `published` instead")
            content.published, content.awaiting_approval = True, False
            content.save()
            tell(content, "updated")
            tell(content, "approved")
    return find(shop, uid, kind)
