"""Reminders that know whose page they were asked on, and the trailers of lives."""

from typing import Any

from peewee import CharField, ForeignKeyField, IntegerField, Model


def up(migrator: Any, db: Any) -> None:
    """Add what reminders need to be sent, and the video that plays before a show."""

    class Shop(Model):
        class Meta:
            database = db
            table_name = "shop"

    class Content(Model):
        class Meta:
            database = db
            table_name = "content"

    shop = ForeignKeyField(Shop, Shop.id, null=True, on_delete="CASCADE")
    video = ForeignKeyField(Content, Content.id, null=True, on_delete="SET NULL")
    migrator.migrate(
        migrator.add_column("reminder", "shop_id", shop),
        migrator.add_column("reminder", "time_zone", CharField(max_length=64, default="")),
        migrator.add_column("reminder", "wording", CharField(max_length=10, default="")),
        migrator.add_column("reminder", "tries", IntegerField(default=0)),
        migrator.rename_column("reminder", "told_at", "told_for"),
        migrator.add_index("reminder", ("mail",), False),
        migrator.add_column("broadcast", "trailer_id", video),
    )


def down(migrator: Any, db: Any) -> None:
    """Drop what was added."""
    migrator.migrate(
        migrator.drop_index("broadcast", "broadcast_trailer_id"),
        migrator.drop_column("broadcast", "trailer_id"),
        migrator.drop_index("reminder", "reminder_mail"),
        migrator.rename_column("reminder", "told_for", "told_at"),
        migrator.drop_index("reminder", "reminder_shop_id"),
        *(
            migrator.drop_column("reminder", each)
            for each in ("shop_id", "time_zone", "wording", "tries")
        ),
    )
