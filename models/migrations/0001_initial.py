"""The first schema: a frozen copy of the tables, independent of `models/`."""

from typing import Any

from peewee import (
    BigIntegerField,
    BooleanField,
    CharField,
    CompositeKey,
    FloatField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    SmallIntegerField,
    SqliteDatabase,
    TextField,
)


def up(migrator: Any, db: Any) -> None:
    """Create every table of the first release."""

    class Shop(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        name = CharField(max_length=200)
        mode = CharField(max_length=4, default="test")
        slug = CharField(unique=True, max_length=16)
        app_id = CharField(unique=True, max_length=43)
        access_key = CharField(unique=True, max_length=43)
        locale = CharField(max_length=20, default="en")
        locales = JSONField()
        currency = CharField(max_length=3, default="EUR")
        time_zone = CharField(max_length=64, default="UTC")
        allowed_origins = JSONField(default=list)
        appearance = JSONField(default=dict)
        significant_params = JSONField(default=list)
        excluded_urls = JSONField(default=list)
        displaying = BooleanField(default=True)

        class Meta:
            database = db
            table_name = "shop"

    db.create_tables([Shop])

    class ApiKey(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        name = CharField(max_length=100, default="")
        digest = CharField(unique=True, max_length=64)
        scopes = JSONField()
        last_used_at = BigIntegerField(null=True)
        expires_at = BigIntegerField(null=True)
        revoked_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "api_key"

    db.create_tables([ApiKey])

    class Seller(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        name = CharField(max_length=200)
        external_id = CharField(max_length=200)
        url = TextField(null=True)
        description = TextField(null=True)
        picture = CharField(null=True, max_length=200)
        moderated = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "seller"
            indexes = ((("shop", "external_id"), True),)

    db.create_tables([Seller])

    class Content(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        seller = ForeignKeyField(Seller, null=True, on_delete="SET NULL")
        kind = CharField(max_length=10, default="video")
        name = CharField(max_length=500)
        description = TextField(null=True)
        thumbnail = CharField(null=True, max_length=200)
        portrait_thumbnail = CharField(null=True, max_length=200)
        urls = JSONField(default=list)
        excluded_urls = JSONField(default=list)
        published = BooleanField(default=True)
        listed = BooleanField(default=True)
        state = CharField(null=True, max_length=20)
        starts_at = BigIntegerField(null=True)
        ends_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "content"
            indexes = ((("shop", "kind", "created_at"), False),)

    db.create_tables([Content])

    class Asset(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        content = ForeignKeyField(Content, on_delete="CASCADE")
        state = CharField(max_length=20, default="waiting_upload")
        playing = BooleanField(default=False)
        reason = TextField(null=True)
        progress = FloatField(default=0.0)
        source = CharField(null=True, max_length=200)
        size = BigIntegerField(null=True)
        folder = CharField(null=True, max_length=200)
        files = JSONField(default=dict)
        facts = JSONField(default=dict)
        duration_ms = IntegerField(null=True)
        width = IntegerField(null=True)
        height = IntegerField(null=True)

        class Meta:
            database = db
            table_name = "asset"

    db.create_tables([Asset])

    class Caption(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        content = ForeignKeyField(Content, on_delete="CASCADE")
        language = CharField(max_length=20)
        label = CharField(max_length=100)
        file = CharField(max_length=200)

        class Meta:
            database = db
            table_name = "caption"
            indexes = ((("content", "language"), True),)

    db.create_tables([Caption])

    class Category(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        parent = ForeignKeyField("self", null=True, on_delete="CASCADE")
        name = CharField(max_length=200)

        class Meta:
            database = db
            table_name = "category"
            indexes = ((("shop", "parent", "name"), True),)

    db.create_tables([Category])

    class Collection(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        name = CharField(max_length=200)
        layout = CharField(max_length=20, default="carousel")

        class Meta:
            database = db
            table_name = "collection"

    db.create_tables([Collection])

    class CollectionItem(Model):
        collection = ForeignKeyField(Collection, on_delete="CASCADE")
        content = ForeignKeyField(Content, on_delete="CASCADE")
        position = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "collection_item"
            primary_key = CompositeKey("collection", "content")

    db.create_tables([CollectionItem])

    class Product(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        seller = ForeignKeyField(Seller, null=True, on_delete="SET NULL")
        ref = CharField(null=True, max_length=200)
        name = CharField(max_length=500)
        description = TextField(null=True)
        picture = CharField(null=True, max_length=200)
        ean = CharField(null=True, max_length=20)
        url = TextField(null=True)
        price_amount = BigIntegerField(null=True)
        discount_amount = BigIntegerField(null=True)
        currency = CharField(max_length=3)
        in_stock = BooleanField(null=True)
        quantity = IntegerField(null=True)
        published = BooleanField(default=True)
        extra = JSONField(default=dict)
        version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "product"
            indexes = ((("shop", "ref"), True),)

    db.create_tables([Product])

    class ContentProduct(Model):
        content = ForeignKeyField(Content, on_delete="CASCADE")
        product = ForeignKeyField(Product, on_delete="CASCADE")
        position = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "content_product"
            primary_key = CompositeKey("content", "product")

    db.create_tables([ContentProduct])

    class ContentTag(Model):
        content = ForeignKeyField(Content, on_delete="CASCADE")
        tag = CharField(index=True, max_length=100)
        position = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "content_tag"
            primary_key = CompositeKey("content", "tag")

    db.create_tables([ContentTag])

    class Cue(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        content = ForeignKeyField(Content, on_delete="CASCADE")
        kind = CharField(max_length=20)
        product = ForeignKeyField(Product, null=True, on_delete="CASCADE")
        text = TextField(null=True)
        from_ms = IntegerField()
        to_ms = IntegerField(null=True)

        class Meta:
            database = db
            table_name = "cue"

    db.create_tables([Cue])

    class DisplayRule(Model):
        key = BigIntegerField()
        owner = SmallIntegerField()
        owner_id = IntegerField()
        text = TextField()
        hides = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "display_rule"
            # Clustered by the key on SQLite: a look-up reads the rows where it finds the key.
            without_rowid = isinstance(db, SqliteDatabase)
            primary_key = CompositeKey("key", "owner", "owner_id", "text", "hides")
            indexes = ((("owner", "owner_id"), False),)

    db.create_tables([DisplayRule])

    class Placement(Model):
        uid = CharField(unique=True, max_length=32)
        created_at = BigIntegerField()
        updated_at = BigIntegerField()
        shop = ForeignKeyField(Shop, on_delete="CASCADE")
        name = CharField(max_length=200)
        component = CharField(max_length=20)
        collection = ForeignKeyField(Collection, null=True, on_delete="CASCADE")
        content = ForeignKeyField(Content, null=True, on_delete="CASCADE")
        urls = JSONField(default=list)
        product_refs = JSONField(default=list)
        excluded_urls = JSONField(default=list)
        excluded_refs = JSONField(default=list)
        locales = JSONField(default=list)
        excluded_locales = JSONField(default=list)
        target = JSONField(null=True)
        mobile_target = JSONField(null=True)
        configuration = JSONField(default=dict)
        priority = IntegerField(default=0)
        active = BooleanField(default=True)
        starts_at = BigIntegerField(null=True)
        ends_at = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "placement"

    db.create_tables([Placement])

    class ProductCategory(Model):
        product = ForeignKeyField(Product, on_delete="CASCADE")
        category = ForeignKeyField(Category, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "product_category"
            primary_key = CompositeKey("product", "category")

    db.create_tables([ProductCategory])
