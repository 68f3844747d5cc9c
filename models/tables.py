"""Every table in one list, parents before children; a test holds the migrations against it."""

from models.api_key import ApiKey
from models.asset import Asset, Caption
from models.auction import Auction, AuctionRun, Bid
from models.audience import LiveCount, Presence, ProductClick, Reaction, Reminder
from models.brand import Brand
from models.broadcast import Broadcast, LiveChange, LiveEvent, Take
from models.calendar import Calendar, CalendarEvent, EventAttendee, OpenHours
from models.cart import Cart, CartItem
from models.category import Category
from models.collection import Collection, CollectionItem
from models.content import Content, ContentProduct, ContentTag, Cue
from models.contract import (
    Contract,
    ContractBuyer,
    ContractFee,
    ContractItem,
    ContractSeller,
)
from models.day_count import DayCount, Viewing
from models.display_rule import DisplayRule
from models.feed import Feed, FeedItem, Following
from models.fetched_schema import FetchedSchema
from models.message import Ban, Message, SpentToken, Vote
from models.money_tally import MoneyTally
from models.picture_order import PictureOrder
from models.placement import Placement
from models.product import Product, ProductCategory
from models.product_buyer import ProductBuyer
from models.product_tally import ProductTally
from models.product_template import ProductTemplate, TemplateVersion
from models.purchase import Attribution, Purchase, PurchaseItem
from models.recalculation import Recalculation
from models.renewal import Renewal
from models.replay import Replay
from models.season import SeasonalPrice
from models.seller import Seller
from models.session import Session, SignInCode
from models.share import Share
from models.shop import Shop
from models.subscription import Subscription
from models.transaction import Transaction
from models.uploaded_picture import UploadedPicture
from models.user import User, UserLink
from models.waitlist import WaitlistEntry
from models.webhook import Delivery, Webhook

TABLES = [
    Shop,
    User,
    Seller,
    ApiKey,
    Category,
    ProductTemplate,
    TemplateVersion,
    FetchedSchema,
    Product,
    ProductCategory,
    ProductTally,
    Recalculation,
    Brand,
    PictureOrder,
    Content,
    Asset,
    ContentProduct,
    ContentTag,
    Cue,
    Caption,
    Share,
    Broadcast,
    Take,
    LiveChange,
    LiveEvent,
    Auction,
    AuctionRun,
    Bid,
    Message,
    Vote,
    SpentToken,
    Ban,
    Presence,
    Reaction,
    LiveCount,
    ProductClick,
    Reminder,
    Collection,
    CollectionItem,
    Placement,
    DisplayRule,
    Webhook,
    Delivery,
    Replay,
    Feed,
    FeedItem,
    Following,
    Purchase,
    PurchaseItem,
    Attribution,
    DayCount,
    Viewing,
    UserLink,
    SignInCode,
    Session,
    WaitlistEntry,
    UploadedPicture,
    SeasonalPrice,
    Cart,
    CartItem,
    Contract,
    ContractItem,
    ContractBuyer,
    ContractSeller,
    ContractFee,
    ProductBuyer,
    Transaction,
    MoneyTally,
    Subscription,
    Renewal,
    Calendar,
    OpenHours,
    CalendarEvent,
    EventAttendee,
]
