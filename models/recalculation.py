"""The recalculation: a job that goes through one tree of products after many were loaded."""

from __future__ import annotations

from peewee import CharField, ForeignKeyField, IntegerField, JSONField

from models.base import MomentField, Table
from models.product import LONGEST_ID
from models.seller import Seller
from models.shop import Shop

PENDING, PROCESSING, FINISHED = "pending", "processing", "finished"
FAILED, FAILED_PERMANENT = "failed", "failed_permanent"
STATUSES = (PENDING, PROCESSING, FINISHED, FAILED, FAILED_PERMANENT)


class Recalculation(Table):
    """A job for the tree below `root`, the id of a product, which `requested` ids led to.

    `due_at`: when a worker may take it, also from one that was lost (null: nothing is left to do).
    """

    shop_id: int
    seller_id: int | None
    shop = ForeignKeyField(Shop, backref="recalculations", on_delete="CASCADE")
    seller = ForeignKeyField(Seller, null=True, on_delete="CASCADE")
    root = CharField(max_length=LONGEST_ID)
    requested = JSONField(default=list)
    status = CharField(max_length=20, default=PENDING)
    attempts = IntegerField(default=0)
    due_at = MomentField(null=True, index=True)
    started_at = MomentField(null=True)
    finished_at = MomentField(null=True)
    error = CharField(max_length=300, null=True)
