"""Reviews of what was really bought: written, replied to, voted on, reported, and looked at by the operator."""

from emporium.services.pictures import MOST_PHOTOS
from emporium.services.reviews.events import QUEUE, ReviewChanged
from emporium.services.reviews.moderating import (
    HELD,
    QUEUES,
    REMOVED,
    REPORTED,
    ModerationPage,
    ToModerate,
    moderation_queue,
    publish_review,
    remove_review,
    waiting_reviews,
)
from emporium.services.reviews.own import (
    Reviewable,
    ReviewForm,
    lines_to_review,
    own_reviews,
    purchases_to_review,
    review_form,
    to_review,
)
from emporium.services.reviews.photos import change_photos, review_photo
from emporium.services.reviews.reading import ORDERS, ReviewPage, ReviewView, latest_of_store, product_reviews
from emporium.services.reviews.reasons import REMOVALS, REPORTS, removal_words
from emporium.services.reviews.replying import REPLY_MAX, StoreReviews, store_reviews, write_reply
from emporium.services.reviews.voting import report_review, toggle_helpful, voted
from emporium.services.reviews.writing import BODY_MAX, TITLE_MAX, save_review

__all__ = [
    "BODY_MAX",
    "HELD",
    "MOST_PHOTOS",
    "ORDERS",
    "QUEUE",
    "QUEUES",
    "REMOVALS",
    "REMOVED",
    "REPLY_MAX",
    "REPORTED",
    "REPORTS",
    "TITLE_MAX",
    "ModerationPage",
    "ReviewChanged",
    "ReviewForm",
    "ReviewPage",
    "ReviewView",
    "Reviewable",
    "StoreReviews",
    "ToModerate",
    "change_photos",
    "latest_of_store",
    "lines_to_review",
    "moderation_queue",
    "own_reviews",
    "product_reviews",
    "publish_review",
    "purchases_to_review",
    "removal_words",
    "remove_review",
    "report_review",
    "review_form",
    "review_photo",
    "save_review",
    "store_reviews",
    "to_review",
    "toggle_helpful",
    "voted",
    "waiting_reviews",
    "write_reply",
]
