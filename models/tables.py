"""Every table in one list, parents before children; a test holds the migrations against it."""

from models.api_key import ApiKey
from models.asset import Asset, Caption
from models.category import Category
from models.collection import Collection, CollectionItem
from models.content import Content, ContentProduct, ContentTag, Cue
from models.display_rule import DisplayRule
from models.feed import Feed, FeedItem, Following
from models.placement import Placement
from models.product import Product, ProductCategory
from models.seller import Seller
from models.shop import Shop

TABLES = [
    Shop,
    ApiKey,
    Seller,
    Category,
    Product,
    ProductCategory,
    Content,
    Asset,
    ContentProduct,
    ContentTag,
    Cue,
    Caption,
    Collection,
    CollectionItem,
    Placement,
    DisplayRule,
    Feed,
    FeedItem,
    Following,
]
